package io.obs4j.core;

import org.jspecify.annotations.Nullable;

/** One number, exact as a {@code long} or as a {@code double}. Valid during the visit only. */
public interface NumberReading {

  /**
   * Whether the value is an integer that {@link #longValue()} tells exactly.
   *
   * @return true for a long, false for a double
   */
  boolean isLong();

  /**
   * The value, where {@link #isLong()}; otherwise the double, truncated.
   *
   * @return the integer
   */
  long longValue();

  /**
   * The value as a double; exact unless it is a long beyond 2<sup>53</sup>.
   *
   * @return the number; gauges may be NaN or infinite
   */
  double doubleValue();

  /**
   * A recent recording made within a sampled span.
   *
   * @return the exemplar, or null if there is none
   */
  @Nullable Exemplar exemplar();
}
