package io.obs4j.logging.sink;

/** Makes the line that says in a stream that lines of it were dropped. */
@FunctionalInterface
public interface DropNotice {

  /**
   * A line in the format of the stream. Must not log.
   *
   * @param dropped how many lines, since the notice before
   * @param sinceEpochNanos when the first of them was dropped
   * @return the line, with its line feed
   */
  byte[] line(long dropped, long sinceEpochNanos);
}
