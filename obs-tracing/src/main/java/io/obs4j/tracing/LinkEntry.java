package io.obs4j.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** A relation to another span. */
final class LinkEntry extends Entry {

  /** The ids of the other span are an object of their own. */
  private static final int WEIGHT = 2 * OVERHEAD;

  private final NonRecordingSpan target;
  private final Attributes attributes;

  private LinkEntry(NonRecordingSpan target, Attributes attributes) {
    super(WEIGHT + AttributeValues.weight(attributes));
    this.target = target;
    this.attributes = attributes;
  }

  /** A link, or null if the specification has it ignored, as there is no other span. */
  static @Nullable Entry of(@Nullable SpanContext target, @Nullable Attributes attributes) {
    return target != null && target.isValid()
        ? new LinkEntry(
            NonRecordingSpan.of(target), attributes == null ? Attributes.empty() : attributes)
        : null;
  }

  static long weight(Attributes attributes) {
    return WEIGHT + AttributeValues.weight(attributes);
  }

  @Override
  void replay(Fold fold) {
    fold.link(target, attributes);
  }
}
