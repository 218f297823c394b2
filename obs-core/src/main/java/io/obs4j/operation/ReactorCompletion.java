package io.obs4j.operation;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reactor's publishers, whose run ends when the first of their subscriptions does. Loaded only
 * where a method returns one, so Reactor is there.
 */
final class ReactorCompletion {

  private ReactorCompletion() {}

  static boolean follows(Class<?> declared) {
    return declared == Mono.class || declared == Flux.class;
  }

  static Object follow(Object result, PendingEnd end) {
    return result instanceof Mono<?> mono
        ? mono.doOnSuccess(end::succeed).doOnError(end::fail).doOnCancel(end::cancel)
        : ((Flux<?>) result)
            .doOnComplete(() -> end.succeed(null))
            .doOnError(end::fail)
            .doOnCancel(end::cancel);
  }
}
