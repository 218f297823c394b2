package io.obs4j.core;

/**
 * Says whether a record is meant for a queue, what it costs it, and how much room there must be
 * left. Called on the thread that offers the record, so all answers must be cheap.
 *
 * @param <T> the kind of record
 */
@FunctionalInterface
public interface Admission<T> {

  /**
   * Whether a record is meant for the destination at all. One that is not is passed over, and not
   * counted as dropped.
   *
   * @param record that is offered
   * @return true by default
   */
  default boolean concerns(T record) {
    return true;
  }

  /**
   * About how much memory a record holds while it waits.
   *
   * @param record that is offered
   * @return an estimate, in bytes
   */
  int weight(T record);

  /**
   * The watermark of a record: how full the queue may be for it to get in. What is urgent has a
   * higher one than what is not, so that room is kept for it.
   *
   * @param record that is offered
   * @return percent of the queue, from 1 to 100; by default 100, all alike
   */
  default int watermark(T record) {
    return 100;
  }
}
