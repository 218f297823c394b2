package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/** The metrics of one scope, as far as they are written for the next request. */
final class ScopeSheet {

  final MessageWriter writer;
  final PointWriter points;
  final byte[] header;

  private final MessageWriter scratch;
  private final AttributeWriter scratchAttributes;

  ScopeSheet(InstrumentationScope scope, MessageWriter like, KeyFragments keys) {
    writer = like.another();
    points = new PointWriter(writer, new AttributeWriter(writer, keys));
    header = Headers.scope(like, scope);
    scratch = like.another();
    scratchAttributes = new AttributeWriter(scratch, keys);
  }

  /** A run of points for one family; null if they cannot be patched. */
  @Nullable PointRun run() {
    return writer.canPatch() ? new PointRun(scratch) : null;
  }

  /** A list of attributes as a fragment. */
  byte[] encode(Field field, Attributes attributes) {
    scratch.reset();
    scratchAttributes.write(field, attributes);
    return scratch.toByteArray();
  }
}
