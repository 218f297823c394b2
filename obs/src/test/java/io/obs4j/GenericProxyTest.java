package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What proxies make of interfaces that leave to their implementations what they return. */
@Timeout(60)
class GenericProxyTest {

  private final Obs obs = Obs.builder().start();

  @AfterEach
  void close() {
    obs.close();
  }

  private String page() throws IOException {
    return Pages.of(obs);
  }

  record Order(String status) {}

  /** Says nothing of what completes later. */
  interface Handler<R> {
    R handle(String id);
  }

  static final class Later implements Handler<CompletionStage<Order>> {

    final CompletableFuture<Order> order = new CompletableFuture<>();

    @Override
    @Observed("later")
    @Label(value = "status", accessor = "status")
    public CompletionStage<Order> handle(String id) {
      return order;
    }
  }

  static final class Promised implements Handler<Future<Order>> {

    final FutureTask<Order> order = new FutureTask<>(() -> new Order("paid"));

    @Override
    @Observed("promised")
    public Future<Order> handle(String id) {
      return order;
    }
  }

  static final class Published implements Handler<Flow.Publisher<Order>> {

    @Override
    @Observed("published")
    public Flow.Publisher<Order> handle(String id) {
      return subscriber -> subscriber.onSubscribe(new Subscription(subscriber));
    }

    private record Subscription(Flow.Subscriber<? super Order> to) implements Flow.Subscription {

      @Override
      public void request(long n) {
        to.onComplete();
      }

      @Override
      public void cancel() {}
    }
  }

  @Test
  @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"})
  void result_ofAGenericInterface_endsTheRunWhenItCompletes() throws Exception {
    Later later = new Later();
    Promised promised = new Promised();
    Handler<CompletionStage<Order>> stages = obs.observe(Handler.class, later);
    Handler<Future<Order>> futures = obs.observe(Handler.class, promised);
    Handler<Flow.Publisher<Order>> publishers = obs.observe(Handler.class, new Published());
    assertThat(stages.handle("x")).isSameAs(later.order);
    Future<Order> future = futures.handle("x");
    Flow.Publisher<Order> publisher = publishers.handle("x");
    assertThat(page())
        .doesNotContain("later_calls_total{", "promised_calls_total 1", "published_calls_total 1");

    later.order.complete(new Order("paid"));
    promised.order.run();
    assertThat(future.get().status()).isEqualTo("paid");
    publisher.subscribe(new Patient());

    assertThat(page())
        .contains("\nlater_calls_total{status=\"paid\"} 1\n")
        .contains("\npromised_calls_total 1\n")
        .contains("\npublished_calls_total 1\n");
  }

  /** Asks for one, and takes what comes. */
  private static final class Patient implements Flow.Subscriber<Order> {

    @Override
    public void onSubscribe(Flow.Subscription given) {
      given.request(1);
    }

    @Override
    public void onNext(Order item) {}

    @Override
    public void onError(Throwable throwable) {}

    @Override
    public void onComplete() {}
  }
}
