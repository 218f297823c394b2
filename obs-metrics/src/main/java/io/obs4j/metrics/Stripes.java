package io.obs4j.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Arrays of words, one cache line apart, that threads write at places of their own.
 *
 * <p>The place comes from the thread's id times the golden ratio: neighbouring ids, as the threads
 * of a pool have, and fresh virtual threads fall far from each other, with no state per thread.
 * Four places a processor make it rare that two running threads share one.
 */
final class Stripes {

  /** Elements of a {@code long[]}. */
  static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  /** How many places there are: a power of two, at most 64. */
  static final int COUNT = count(Runtime.getRuntime().availableProcessors());

  /** Words per cache line. */
  static final int LINE = 8;

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final int SHIFT = Long.numberOfLeadingZeros(COUNT) + 1;

  /** The length of an array of stripes, with a line in front to keep clear of its header. */
  static final int LENGTH = (COUNT + 1) * LINE;

  private Stripes() {}

  /** The place of the current thread. */
  @SuppressWarnings("deprecation") // threadId() is there from JDK 19 on
  static int place() {
    long id = Thread.currentThread().getId();
    return (int) ((id * GOLDEN_RATIO) >>> SHIFT);
  }

  /** The word of the current thread. */
  static int word() {
    return word(place());
  }

  /** The word at a place. */
  static int word(int place) {
    return place * LINE + LINE;
  }

  private static int count(int processors) {
    return Integer.highestOneBit(Math.min(64, Math.max(2, 4 * processors)));
  }
}
