package io.obs4j.operation;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

/** How what a method returns tells that it has completed, by the type that is declared. */
enum Completion {

  /** It is complete, or cannot be followed. */
  AT_RETURN {
    @Override
    Object follow(Object result, PendingEnd end) {
      end.succeed(result);
      return result;
    }
  },

  /** It calls back. */
  STAGE {
    @Override
    Object follow(Object result, PendingEnd end) {
      ((CompletionStage<?>) result).whenComplete(end);
      return result;
    }
  },

  /** It is looked at when the program does. */
  FUTURE {
    @Override
    Object follow(Object result, PendingEnd end) {
      return result instanceof CompletionStage<?>
          ? STAGE.follow(result, end)
          : ObservedFuture.of((Future<?>) result, end);
    }
  },

  /** It tells its subscribers. */
  PUBLISHER {
    @Override
    Object follow(Object result, PendingEnd end) {
      return new ObservedPublisher<>((Flow.Publisher<?>) result, end);
    }
  },

  /** Reactor's own tell their subscribers, too. */
  REACTOR {
    @Override
    Object follow(Object result, PendingEnd end) {
      return ReactorCompletion.follow(result, end);
    }
  };

  private static final String MONO = "reactor.core.publisher.Mono";
  private static final String FLUX = "reactor.core.publisher.Flux";

  /**
   * Finds out by the declared type. A class of a future or a publisher cannot be put in front of
   * what is returned, so it counts as complete; so do Reactor's if another loader than ours has
   * them.
   */
  static Completion of(Class<?> declared) {
    if (CompletionStage.class.isAssignableFrom(declared)) {
      return STAGE;
    }
    if (declared == Future.class) {
      return FUTURE;
    }
    if (declared == Flow.Publisher.class) {
      return PUBLISHER;
    }
    String name = declared.getName();
    return (name.equals(MONO) || name.equals(FLUX)) && isOurs(declared) ? REACTOR : AT_RETURN;
  }

  /** Whether it is the class that we link against: the application may have loaded its own. */
  private static boolean isOurs(Class<?> declared) {
    try {
      return ReactorCompletion.follows(declared);
    } catch (LinkageError e) {
      return false; // there is no Reactor where we were loaded
    }
  }

  /**
   * Has a run end with a result.
   *
   * @return what to return in its place
   * @throws RuntimeException if what a method returned cannot be followed
   */
  abstract Object follow(Object result, PendingEnd end);
}
