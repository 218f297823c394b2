package io.obs4j.spring.application;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** What the application answers. */
@RestController
class OrderController {

  private final CountDownLatch slowBegan = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private final Orders orders;
  private final RestClient client;

  OrderController(Orders orders, RestClient.Builder builder) {
    this.orders = orders;
    this.client = builder.build();
  }

  @GetMapping("/orders/{country}")
  String create(@PathVariable("country") String country) {
    return orders.create(country);
  }

  @GetMapping("/relayed/{country}")
  String relay(@PathVariable("country") String country, HttpServletRequest request) {
    return client
        .get()
        .uri("http://localhost:" + request.getLocalPort() + "/orders/{country}", country)
        .retrieve()
        .body(String.class);
  }

  @GetMapping("/shipped")
  String ship() throws ExecutionException, InterruptedException {
    return orders.ship().get();
  }

  @GetMapping("/awaited/{country}")
  Callable<String> await(@PathVariable("country") String country) {
    return () -> orders.create(country);
  }

  @GetMapping("/broken")
  String fail() {
    throw new IllegalStateException("out of stock");
  }

  @GetMapping("/slow")
  String slow() throws InterruptedException {
    slowBegan.countDown();
    slowMayEnd.await();
    return "done";
  }

  void awaitSlow() throws InterruptedException {
    slowBegan.await();
  }

  void goOn() {
    slowMayEnd.countDown();
  }
}
