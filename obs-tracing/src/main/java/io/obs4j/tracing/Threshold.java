package io.obs4j.tracing;

import io.opentelemetry.api.trace.TraceState;
import java.util.function.UnaryOperator;

/**
 * How many of 2^56 traces a probability rejects, and what writes that into a trace state.
 * Immutable.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">OpenTelemetry,
 *     TraceState: Probability Sampling</a>
 */
final class Threshold implements UnaryOperator<TraceState> {

  /** How many values the randomness of a trace may have. */
  private static final long VALUES = 1L << 56;

  private static final int DIGITS = 14;

  /** The precision that the specification recommends, in hexadecimal digits. */
  private static final int SIGNIFICANT_DIGITS = 4;

  private final long value;
  private final String text;
  private final TraceState alone;

  private Threshold(long value) {
    this.value = value;
    this.text = text(value);
    // The root of a trace has no other state, so all of them share this one.
    this.alone = OtEntry.withThreshold(TraceState.getDefault(), value, text);
  }

  /** The threshold of a probability of at least 2^-56 and at most 1. */
  static Threshold of(double probability) {
    return new Threshold(rounded(VALUES - Math.round(probability * VALUES), probability));
  }

  /**
   * Keeps four digits beyond those that all thresholds of such small probabilities begin with, so
   * that an entry stays short and the probability is hit within one in a few thousand.
   */
  private static long rounded(long threshold, double probability) {
    int halvings = -Math.getExponent(probability) - 1;
    int digits = Math.min(DIGITS, SIGNIFICANT_DIGITS + Math.max(0, halvings) / 4);
    long unit = 1L << (4 * (DIGITS - digits));
    return (threshold + unit / 2) & -unit;
  }

  private static String text(long value) {
    if (value == 0) {
      return "0";
    }
    int zeros = Long.numberOfTrailingZeros(value) / 4;
    String digits = Long.toHexString(value >>> (4 * zeros));
    return "0".repeat(DIGITS - zeros - digits.length()) + digits;
  }

  /** Whether a trace of this randomness is kept. */
  boolean keeps(long randomness) {
    return randomness >= value;
  }

  @Override
  public TraceState apply(TraceState parent) {
    return parent.isEmpty() ? alone : OtEntry.withThreshold(parent, value, text);
  }

  /** As it is written: hexadecimal, without the zeros at the end. */
  @Override
  public String toString() {
    return text;
  }
}
