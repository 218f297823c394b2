package io.obs4j.spring.application;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** What the application does. */
@Service
class Orders {

  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

  @Observed("order.create")
  String create(@Label("order.country") String country) {
    LOG.info("order from {}", country);
    return "created for " + country;
  }

  @Async
  @Observed("order.ship")
  CompletableFuture<String> ship() {
    return CompletableFuture.completedFuture(Thread.currentThread().getName());
  }

  @Scheduled(fixedDelay = 3_600_000)
  void sweep() {
    LOG.info("swept");
  }
}
