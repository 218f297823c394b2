package io.obs4j.export.zipkin;

import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.obs4j.core.internal.AnyValueText;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Events and links as texts, with their attributes in JSON: Zipkin has no place for those. Not safe
 * for use by several threads at once.
 */
final class RelatedText {

  private final ByteSink text = new ByteSink(256);
  private final JsonObject object = new JsonObject();
  private final BiConsumer<AttributeKey<?>, Object> member = this::member;

  /**
   * An event: its name, or {@code "name":{"key":"value"}} if there is more to tell.
   *
   * @return the text, valid until the next call
   */
  ByteSink event(SpanEvent event) {
    text.reset();
    if (event.attributes().isEmpty() && event.droppedAttributes() == 0) {
      text.writeUtf8(event.name());
      return text;
    }
    JsonString.write(text, event.name());
    text.writeByte(':');
    object.begin();
    if (event.droppedAttributes() != 0 && object.member(text, ZipkinEncoder.DROPPED_ATTRIBUTES)) {
      text.writeLong(event.droppedAttributes());
    }
    event.attributes().forEach(member);
    object.end(text);
    return text;
  }

  /**
   * A link, as the OpenTelemetry Collector writes and reads it: trace id, span id, trace state,
   * attributes and the number of those dropped, separated by {@code |}.
   *
   * @return the text, valid until the next call
   */
  ByteSink link(SpanLink link) {
    text.reset();
    SpanContext target = link.target();
    text.writeUtf8(target.getTraceId());
    text.writeByte('|');
    text.writeUtf8(target.getSpanId());
    text.writeByte('|');
    traceState(target);
    text.writeByte('|');
    attributes(link.attributes());
    text.writeByte('|');
    text.writeLong(link.droppedAttributes());
    return text;
  }

  private void traceState(SpanContext target) {
    boolean first = true;
    for (Map.Entry<String, String> entry : target.getTraceState().asMap().entrySet()) {
      if (!first) {
        text.writeByte(',');
      }
      first = false;
      text.writeUtf8(entry.getKey());
      text.writeByte('=');
      text.writeUtf8(entry.getValue());
    }
  }

  private void attributes(Attributes attributes) {
    object.begin();
    attributes.forEach(member);
    object.end(text);
  }

  private void member(AttributeKey<?> key, Object value) {
    if (object.member(text, key.getKey())) {
      AnyValueText.writeJson(text, value);
    }
  }
}
