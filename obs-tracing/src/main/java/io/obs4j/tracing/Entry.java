package io.obs4j.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was recorded about a span, on top of what was recorded before it. The topmost one
 * is the whole log.
 *
 * <p>An entry is changed by the thread that made it until it is on top of a log, and never again.
 */
abstract sealed class Entry implements InitialAttributes
    permits AttributeEntry,
        AttributeSetEntry,
        EventEntry,
        LinkEntry,
        Entry.Name,
        Entry.Status,
        Entry.End,
        Folded,
        SpanContent {

  /** What an entry takes without the text in it. */
  static final int OVERHEAD = 40;

  /** More than any budget, and far enough from the largest integer to be added to one. */
  static final int MOST_WEIGHT = 1 << 30;

  /** The entry beneath; the lowest one is beneath itself. */
  private Entry next;

  /**
   * About how many bytes this one and those beneath it hold, down to the last fold; its complement
   * if nothing may be put on top any more. Before it is on a log: its own bytes.
   */
  private int weight;

  Entry(long weight) {
    this.next = this;
    this.weight = (int) Math.min(weight, MOST_WEIGHT);
  }

  /** Tells a fold what was recorded. */
  abstract void replay(Fold fold);

  final Entry next() {
    return next;
  }

  final boolean isClosed() {
    return weight < 0;
  }

  /** About how many bytes were put on top of the last fold. */
  final int weight() {
    return weight < 0 ? ~weight : weight;
  }

  /** About how many bytes the whole log holds. */
  final int total() {
    return bottom().folded() + weight();
  }

  /** About how many bytes an entry at the bottom of a log holds. */
  int folded() {
    return 0;
  }

  /** The last fold, at the bottom of the log. */
  final Entry bottom() {
    Entry entry = this;
    while (entry.next != entry) {
      entry = entry.next;
    }
    return entry;
  }

  /**
   * A log with one more entry, folded if it has grown too far above the last fold.
   *
   * @param own the bytes of the entry alone, which may have been on another log that was given up
   */
  static Entry push(Entry top, Entry entry, int own, SpanLimits limits) {
    entry.next = top;
    entry.weight = top.weight + own;
    return entry.weight > limits.slack() ? Fold.of(entry, limits).folded() : entry;
  }

  /** Makes this the last entry of a log. */
  final void close(Entry top) {
    next = top;
    weight = ~top.weight;
  }

  /** Makes this the last entry of a log that is nothing else. */
  final void close() {
    weight = ~0;
  }

  @Override
  public @Nullable Object get(String key) {
    Entry entry = this;
    while (true) {
      Object value = entry.own(key);
      if (value != null || entry.next == entry) {
        return value;
      }
      entry = entry.next;
    }
  }

  @Override
  public Attributes all() {
    return Fold.of(this, SpanLimits.NONE).attributes();
  }

  /** The value of an attribute as this entry has it, or null. */
  @Nullable Object own(String key) {
    return null;
  }

  /** Another name. */
  static final class Name extends Entry {

    private final String name;

    Name(String name) {
      super(OVERHEAD + (long) name.length());
      this.name = name;
    }

    @Override
    void replay(Fold fold) {
      fold.name(name);
    }
  }

  /** How the span goes. */
  static final class Status extends Entry {

    private final StatusCode code;
    private final String description;

    /** A status, or null if the specification has it ignored. */
    static @Nullable Entry of(@Nullable StatusCode code, @Nullable String description) {
      if (code == null || code == StatusCode.UNSET) {
        return null;
      }
      return new Status(code, code != StatusCode.ERROR || description == null ? "" : description);
    }

    private Status(StatusCode code, String description) {
      super(OVERHEAD + (long) description.length());
      this.code = code;
      this.description = description;
    }

    @Override
    void replay(Fold fold) {
      fold.status(code, description);
    }
  }

  /** The end. */
  static final class End extends Entry {

    private final long epochNanos;

    End(long epochNanos) {
      super(0);
      this.epochNanos = epochNanos;
    }

    @Override
    void replay(Fold fold) {
      fold.end(epochNanos);
    }
  }
}
