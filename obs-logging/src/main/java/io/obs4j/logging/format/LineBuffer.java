package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;

/** How large the buffers are that lines are encoded into, which are used again. */
public final class LineBuffer {

  private static final int INITIAL_CAPACITY = 1_024;

  /** Larger ones are left to the collector. */
  private static final int MOST_KEPT = 65_536;

  private LineBuffer() {}

  /**
   * A buffer in which most lines find room.
   *
   * @return empty, for one line at a time
   */
  @SuppressWarnings("exports") // to our own hosts alone
  public static ByteSink create() {
    return new ByteSink(INITIAL_CAPACITY);
  }

  /**
   * Empties a buffer for the next line.
   *
   * @param buffer whose line is not needed any more
   * @return false if it has grown so large that it is better not kept
   */
  @SuppressWarnings("exports") // of our own hosts alone
  public static boolean clear(ByteSink buffer) {
    buffer.reset();
    return buffer.capacity() <= MOST_KEPT;
  }
}
