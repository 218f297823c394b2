package io.obs4j.tracing;

import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * What travels beside the ids: flags, trace state and whether they came from another process. One
 * object for all spans that have the same and no trace state. Immutable.
 */
final class Marks {

  /** The flag of W3C trace context, level 2, that the low 56 bits of the trace id are random. */
  static final int RANDOM = 0b10;

  private static final int SAMPLED = 0b01;

  /** By flags, then {@code remote}. A race makes two of a kind, which does no harm. */
  private static final @Nullable Marks[] STATELESS = new Marks[512];

  final TraceFlags flags;
  final TraceState state;
  final boolean remote;

  private Marks(TraceFlags flags, TraceState state, boolean remote) {
    this.flags = flags;
    this.state = state;
    this.remote = remote;
  }

  static Marks of(TraceFlags flags, TraceState state, boolean remote) {
    if (!state.isEmpty()) {
      return new Marks(flags, state, remote);
    }
    int index = (flags.asByte() & 0xFF) + (remote ? 0x100 : 0);
    Marks marks = STATELESS[index];
    if (marks == null) {
      marks = new Marks(flags, state, remote);
      STATELESS[index] = marks;
    }
    return marks;
  }

  /** The marks of a span made here: those of its parent, if they are the same. */
  static Marks local(int random, boolean sampled, TraceState state, @Nullable Marks parent) {
    int bits = sampled ? random | SAMPLED : random;
    return parent != null
            && parent.state == state
            && parent.flags.asByte() == bits
            && !parent.remote
        ? parent
        : of(TraceFlags.fromByte((byte) bits), state, /* remote= */ false);
  }
}
