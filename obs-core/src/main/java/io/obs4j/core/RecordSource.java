package io.obs4j.core;

import java.util.function.Consumer;

/**
 * The finished records of one signal, spans or log lines, handed to every subscriber as they arise.
 *
 * <p>Safe for use by any thread.
 *
 * @param <T> the kind of record
 */
@FunctionalInterface
public interface RecordSource<T> {

  /**
   * Hands every record that is finished from now on to a subscriber, on the thread that finished
   * it. The subscriber is called by several threads at once and must neither wait nor throw: a
   * {@link Batcher} is one.
   *
   * @param subscriber who gets the records
   * @return ends the subscription; a record that is being handed out may still arrive
   */
  Subscription subscribe(Consumer<? super T> subscriber);

  /**
   * A source of nothing.
   *
   * @param <T> the kind of record
   * @return a source that never calls
   */
  static <T> RecordSource<T> none() {
    return subscriber -> () -> {};
  }

  /** Ends with {@link #close}. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {

    /** Ends it; idempotent. */
    @Override
    void close();
  }
}
