package io.obs4j.logging.sink;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import java.time.Duration;

/**
 * Where finished lines go. Started once, by the stream that it belongs to, and closed by it; safe
 * to write to from any thread, also before the start and after the close, when lines go out
 * synchronously.
 */
public interface LogSink {

  /**
   * Opens what it writes to, and from now on reports to diagnostics. Does not throw for a fault of
   * the environment, such as a full disk or a server that is away: that is reported.
   *
   * @param diagnostics where faults are told and counted
   */
  void start(Diagnostics diagnostics);

  /**
   * Takes in one line. Never throws; what is not taken in is counted, with the reason.
   *
   * @param bytes hold the line, with its line feed; valid during the call only
   * @param offset of its first byte
   * @param length in bytes
   * @param level of the event, by which a sink that cannot take all chooses
   */
  void write(byte[] bytes, int offset, int length, LogLevel level);

  /**
   * Waits until what was taken in before the call has left the process.
   *
   * @param limit how long to wait at the most
   * @return false if something did not leave in time, or was lost
   */
  boolean flush(Duration limit);

  /**
   * Flushes, then releases all threads, files and connections. Idempotent; throws nothing.
   *
   * @param limit how long to take at the most; what is not written by then is counted as dropped
   */
  void close(Duration limit);
}
