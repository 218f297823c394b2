package io.obs4j.tracing;

import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/** Something that happened. */
abstract sealed class EventEntry extends Entry {

  final long epochNanos;

  private EventEntry(long epochNanos, long weight) {
    super(weight);
    this.epochNanos = epochNanos;
  }

  static Entry of(long epochNanos, String name, @Nullable Attributes attributes) {
    return attributes == null || attributes.isEmpty()
        ? new Plain(epochNanos, name)
        : new Attributed(epochNanos, name, attributes);
  }

  static Entry of(long epochNanos, Throwable exception, @Nullable Attributes attributes) {
    return new Thrown(epochNanos, exception, attributes == null ? Attributes.empty() : attributes);
  }

  /** A moment with a name, which is what most events are. */
  static final class Plain extends EventEntry {

    private final String name;

    Plain(long epochNanos, String name) {
      super(epochNanos, OVERHEAD + (long) name.length());
      this.name = name;
    }

    @Override
    void replay(Fold fold) {
      fold.event(epochNanos, name, Attributes.empty());
    }
  }

  /** A moment with a name and facts. */
  static final class Attributed extends EventEntry {

    private final String name;
    private final Attributes attributes;

    Attributed(long epochNanos, String name, Attributes attributes) {
      super(epochNanos, OVERHEAD + name.length() + AttributeValues.weight(attributes));
      this.name = name;
      this.attributes = attributes;
    }

    @Override
    void replay(Fold fold) {
      fold.event(epochNanos, name, attributes);
    }
  }

  /** An exception, of which the reader makes the text. */
  static final class Thrown extends EventEntry {

    private final Throwable exception;
    private final Attributes attributes;

    Thrown(long epochNanos, Throwable exception, Attributes attributes) {
      super(epochNanos, ExceptionEvent.WEIGHT + AttributeValues.weight(attributes));
      this.exception = exception;
      this.attributes = attributes;
    }

    @Override
    void replay(Fold fold) {
      fold.exception(new ExceptionEvent(epochNanos, exception, attributes));
    }
  }
}
