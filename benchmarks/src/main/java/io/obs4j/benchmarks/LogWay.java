package io.obs4j.benchmarks;

/** What is logged, and where lines go. */
enum LogWay {
  /** From an event of the library's own to bytes in memory. */
  ENCODE(true),
  /** From an exception, in an event without key-values, to bytes in memory. */
  ENCODE_EXCEPTION(true),
  /** From the front to a file, by the thread that logs. */
  FILE(false),
  /** From the front to a file, by another thread; whoever finds the queue full waits. */
  ASYNC_FILE(false);

  /** Whether lines stay in memory. */
  final boolean encodesOnly;

  LogWay(boolean encodesOnly) {
    this.encodesOnly = encodesOnly;
  }
}
