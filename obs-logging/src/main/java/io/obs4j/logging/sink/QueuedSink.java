package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;

/** A sink of ours, which a queue in front of it knows more of than of somebody else's. */
sealed interface QueuedSink extends LogSink permits LineSink, TcpLines {

  /** What the stream is to tell of; the queue adds what it drops itself. */
  UntoldDrops untold();

  /**
   * Takes in whole lines, or none to tell of drops only. Never throws.
   *
   * @param through whether it is tried although it has just failed
   * @return of how many bytes the lines need not be sent again: they were written, or are counted
   *     as lost. The rest is for the caller to offer again, or to count
   */
  int take(byte[] bytes, int offset, int length, LogLevel level, boolean through);
}
