package io.obs4j.consumer.shop;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** An application that has the starter, and what its page tells. */
@SpringBootApplication
public class Shop {

  /** Takes orders. */
  @Service
  public static class Orders {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    /** Creates one. */
    @Observed("order.create")
    public String create(@Label("country") String country) {
      LOG.info("order from {}", country);
      return "created";
    }
  }

  /** Answers requests. */
  @RestController
  public static class OrderController {

    private final Orders orders;

    /** Of orders. */
    public OrderController(Orders orders) {
      this.orders = orders;
    }

    /** Creates an order. */
    @GetMapping("/orders/{country}")
    public String create(@PathVariable("country") String country) {
      return orders.create(country);
    }
  }
}
