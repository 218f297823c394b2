package io.obs4j.operation;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reactor's publishers, whose run ends when the first of their subscriptions does. Loaded only
 * where a method returns one, so Reactor is there.
 */
final class ReactorCompletion {

  private ReactorCompletion() {}

  /** Whether it is of the classes that we link against: the application may have its own. */
  static boolean follows(Object result) {
    return result instanceof Mono<?> || result instanceof Flux<?>;
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
