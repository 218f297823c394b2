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
      try {
        if (ReactorCompletion.follows(result)) {
          return ReactorCompletion.follow(result, end);
        }
      } catch (LinkageError e) {
        // There is no Reactor where we were loaded.
      }
      return AT_RETURN.follow(result, end);
    }
  };

  private static final String STAGES = CompletionStage.class.getName();
  private static final String FUTURES = Future.class.getName();
  private static final String PUBLISHERS = Flow.Publisher.class.getName();
  private static final String MONO = "reactor.core.publisher.Mono";
  private static final String FLUX = "reactor.core.publisher.Flux";

  /**
   * Finds out by the declared type. A class of a future or a publisher cannot be put in front of
   * what is returned, so it counts as complete.
   */
  static Completion of(Class<?> declared) {
    return CompletionStage.class.isAssignableFrom(declared) ? STAGE : of(declared.getName());
  }

  /**
   * Finds out by a name, for which no class has to be there. Of Reactor's, what is returned tells
   * whether another loader than ours has them: then it is complete.
   */
  static Completion of(String declared) {
    if (declared.equals(STAGES)) {
      return STAGE;
    }
    if (declared.equals(FUTURES)) {
      return FUTURE;
    }
    if (declared.equals(PUBLISHERS)) {
      return PUBLISHER;
    }
    return declared.equals(MONO) || declared.equals(FLUX) ? REACTOR : AT_RETURN;
  }

  /**
   * Has a run end with a result.
   *
   * @return what to return in its place
   * @throws RuntimeException if what a method returned cannot be followed
   */
  abstract Object follow(Object result, PendingEnd end);
}
