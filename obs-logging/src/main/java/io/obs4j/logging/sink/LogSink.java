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

  /** How long {@link #writeThrough} may wait where the sink itself sets no limit. */
  Duration WRITE_THROUGH_LIMIT = Duration.ofSeconds(10);

  /**
   * Opens what it writes to, and from now on reports to diagnostics. Does not throw for a fault of
   * the environment, such as a full disk or a server that is away: that is reported.
   *
   * @param diagnostics where faults are told and counted
   */
  void start(Diagnostics diagnostics);

  /**
   * Takes in one line, or several if it {@linkplain #takesBlocks() takes blocks}. Never throws;
   * what is not taken in is counted, with the reason.
   *
   * @param bytes hold the line, with its line feed; valid during the call only
   * @param offset of its first byte
   * @param length in bytes
   * @param level of the event, by which a sink that cannot take all chooses; of several lines that
   *     of the gravest
   */
  void write(byte[] bytes, int offset, int length, LogLevel level);

  /**
   * Takes in lines as {@link #write} does, and returns when they are where this sink takes them: a
   * file's on the disk, a console's with the system. Never throws.
   *
   * @param bytes hold the line, with its line feed; valid during the call only
   * @param offset of its first byte
   * @param length in bytes
   * @param level of the event
   * @return false if they may not have got there
   */
  default boolean writeThrough(byte[] bytes, int offset, int length, LogLevel level) {
    write(bytes, offset, length, level);
    return flush(WRITE_THROUGH_LIMIT);
  }

  /**
   * What diagnostics call it.
   *
   * @return tells it from other sinks; the name of its class unless overridden
   */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * Whether several whole lines may be written at once, each with its line feed. A sink that sends
   * each line on its own, or looks at its level, does not.
   *
   * @return false unless overridden
   */
  default boolean takesBlocks() {
    return false;
  }

  /**
   * Tells in the stream itself how many lines were dropped, as soon as lines get out again. Called
   * before the start; without it, drops are counted and reported to the diagnostics only.
   *
   * @param notice makes the line
   */
  default void announceDrops(DropNotice notice) {}

  /**
   * Waits until what was taken in before the call has left the process. By any number of threads at
   * once.
   *
   * @param limit how long to wait at the most
   * @return true only if all of it has; false if something is still here when time runs out, or was
   *     lost and no flush has told of it that ended before this one began. So each of several that
   *     wait at once tells of a loss, and one that comes later does not tell of it again. What was
   *     never taken in, as a queue had no room, is counted only
   */
  boolean flush(Duration limit);

  /**
   * How many lines it has taken in and lost, so that whoever flushes several sinks knows what was
   * lost while it waited for another.
   *
   * @return only grows; zero unless overridden, and then a loss is told by the first flush only
   *     that asks this sink
   */
  default long lost() {
    return 0;
  }

  /**
   * Flushes, then releases all threads, files and connections. Idempotent; throws nothing.
   *
   * @param limit how long to take at the most; what is not written by then is counted as dropped
   */
  void close(Duration limit);
}
