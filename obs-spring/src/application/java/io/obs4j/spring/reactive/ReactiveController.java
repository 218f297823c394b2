package io.obs4j.spring.reactive;

import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the application answers, each time after it has changed threads. */
@RestController
class ReactiveController {

  private static final Logger LOG = LoggerFactory.getLogger(ReactiveController.class);

  private final WebClient client;

  ReactiveController(WebClient.Builder builder) {
    client = builder.build();
  }

  /** Tells which span is current behind the operators, on another thread. */
  @GetMapping("/orders/{country}")
  Mono<String> create(@PathVariable("country") String country) {
    return Mono.delay(Duration.ofMillis(1), Schedulers.parallel())
        .publishOn(Schedulers.boundedElastic())
        .map(ignored -> told(country));
  }

  private static String told(String country) {
    LOG.info("order from {}", country);
    return Span.current().getSpanContext().getSpanId()
        + ' '
        + Thread.currentThread().getName().replaceAll("-.*", "");
  }

  @GetMapping("/relayed/{country}")
  Mono<String> relay(@PathVariable("country") String country, ServerHttpRequest request) {
    return client
        .get()
        .uri("http://localhost:{port}/orders/{country}", request.getURI().getPort(), country)
        .retrieve()
        .bodyToMono(String.class);
  }

  @GetMapping("/broken")
  Mono<String> fail() {
    return Mono.delay(Duration.ofMillis(1))
        .flatMap(ignored -> Mono.error(new IllegalStateException("out of stock")));
  }
}
