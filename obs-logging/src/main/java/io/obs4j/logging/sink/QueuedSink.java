package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;

/** A sink of ours, which a queue in front of it knows more of than of somebody else's. */
sealed interface QueuedSink extends LogSink permits LineSink, TcpLines {

  /** What the stream is to tell of; the queue adds what it drops itself. */
  UntoldDrops untold();

  /** When a line is handed over, in nanoseconds since the epoch; zero if that is of no interest. */
  long time();

  /**
   * Takes in a line; what is lost of it is counted. Never throws.
   *
   * @param through whether it is written {@linkplain #writeThrough through}
   * @return false if it may be lost
   */
  boolean put(Line line, boolean through);

  /**
   * Takes in whole lines, or none to tell of drops only. Never throws.
   *
   * @param time of the first line, as {@link #time} told it
   * @param through whether it is tried although it has just failed
   * @return of how many bytes the lines need not be sent again: they were written, or are counted
   *     as lost. The rest is for the caller to offer again, or to count
   */
  int take(byte[] bytes, int offset, int length, LogLevel level, long time, boolean through);
}
