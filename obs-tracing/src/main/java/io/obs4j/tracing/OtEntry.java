package io.obs4j.tracing;

import io.obs4j.core.internal.Hex;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a trace state that belongs to OpenTelemetry: {@code ot=key:value;key:value}. Reading
 * allocates nothing; a trace state that needs no change is given back as it is.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/">OpenTelemetry,
 *     TraceState Handling</a>
 */
final class OtEntry {

  /** There is no threshold. */
  static final long ABSENT = -1;

  /** What should be a number of 56 bits is none. */
  static final long MALFORMED = -2;

  private static final String KEY = "ot";
  private static final String THRESHOLD = "th:";
  private static final String RANDOMNESS = "rv:";
  private static final int DIGITS = 14;
  private static final long LOW_56_BITS = (1L << 56) - 1;
  private static final int LONGEST = 256;
  private static final int MOST_MEMBERS = 32;

  private OtEntry() {}

  /** The threshold of the parent, {@link #ABSENT} or {@link #MALFORMED}. */
  static long threshold(TraceState state) {
    String entry = state.get(KEY);
    int from = entry == null ? -1 : find(entry, THRESHOLD);
    if (entry == null || from < 0) {
      return ABSENT;
    }
    int to = end(entry, from);
    long value = hex(entry, from, to);
    return value < 0 ? MALFORMED : value << (4 * (DIGITS - (to - from)));
  }

  /** Whether a sampled parent has a threshold that would not have let it be sampled. */
  static boolean contradictsSampling(TraceState state, long traceIdLow) {
    if (state.isEmpty()) {
      return false;
    }
    long threshold = threshold(state);
    return threshold == MALFORMED || randomness(state, traceIdLow) < threshold;
  }

  /** What all participants of a trace compare with their thresholds. */
  static long randomness(TraceState state, long traceIdLow) {
    String entry = state.get(KEY);
    int from = entry == null ? -1 : find(entry, RANDOMNESS);
    if (entry != null && from >= 0 && end(entry, from) - from == DIGITS) {
      long value = hex(entry, from, from + DIGITS);
      if (value >= 0) {
        return value;
      }
    }
    return traceIdLow & LOW_56_BITS;
  }

  /**
   * A trace state with a threshold. Where it would make the entry too long, there is none.
   *
   * @param text of the threshold
   */
  static TraceState withThreshold(TraceState state, long threshold, String text) {
    return threshold(state) == threshold ? state : rewrite(state, THRESHOLD + text);
  }

  /** A trace state without a threshold. */
  static TraceState withoutThreshold(TraceState state) {
    return threshold(state) == ABSENT ? state : rewrite(state, "");
  }

  private static TraceState rewrite(TraceState state, String threshold) {
    String others = others(state.get(KEY));
    String entry =
        others.isEmpty() || threshold.isEmpty() ? others + threshold : others + ';' + threshold;
    if (entry.length() > LONGEST) {
      entry = others;
    }
    // Built without the entry first: a full builder refuses even to replace a member, and one that
    // has seen a member keeps its place, while W3C Trace Context wants what is changed in front.
    TraceState rest = state.toBuilder().remove(KEY).build();
    if (entry.isEmpty()) {
      return rest;
    }
    TraceStateBuilder builder = rest.toBuilder();
    if (rest.size() >= MOST_MEMBERS) {
      builder.remove(last(rest));
    }
    return builder.put(KEY, entry).build();
  }

  /** All sub-keys but the threshold. */
  private static String others(@Nullable String entry) {
    if (entry == null) {
      return "";
    }
    StringBuilder others = new StringBuilder(entry.length());
    int to;
    for (int from = 0; from < entry.length(); from = to + 1) {
      to = end(entry, from);
      if (to > from && !entry.startsWith(THRESHOLD, from)) {
        others.append(others.length() == 0 ? "" : ";").append(entry, from, to);
      }
    }
    return others.toString();
  }

  /** The member that W3C Trace Context gives up first: the one at the right end. */
  private static String last(TraceState state) {
    String last = "";
    for (String key : state.asMap().keySet()) {
      last = key;
    }
    return last;
  }

  /** Where the value of a sub-key begins, or -1. */
  private static int find(String entry, String key) {
    for (int from = 0; from < entry.length(); from = end(entry, from) + 1) {
      if (entry.startsWith(key, from)) {
        return from + key.length();
      }
    }
    return -1;
  }

  private static int end(String entry, int from) {
    int semicolon = entry.indexOf(';', from);
    return semicolon < 0 ? entry.length() : semicolon;
  }

  /** A number of 1 to 14 lower-case hexadecimal digits; negative if it is none. */
  private static long hex(String entry, int from, int to) {
    return to == from || to - from > DIGITS ? MALFORMED : Hex.parse(entry, from, to);
  }
}
