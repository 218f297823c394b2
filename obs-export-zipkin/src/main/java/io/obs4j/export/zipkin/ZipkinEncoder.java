package io.obs4j.export.zipkin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import io.obs4j.core.internal.http.BodyEncoder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes spans as a list in Zipkin JSON v2.
 *
 * <p>What Zipkin has no place for becomes tags, under the names of the OpenTelemetry specification;
 * links, of which that says nothing, under those of the OpenTelemetry Collector. Such a tag comes
 * before an attribute with the same key. Not safe for use by several threads at once.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/">OpenTelemetry
 *     to Zipkin</a>
 * @see <a href="https://zipkin.io/zipkin-api/">Zipkin API v2</a>
 */
final class ZipkinEncoder implements BodyEncoder<SpanRecord> {

  static final String DROPPED_ATTRIBUTES = "otel.dropped_attributes_count";

  /** Zipkin refuses more than 10 MiB; what is larger than this goes in several requests. */
  static final int LARGEST_BODY = 4 << 20;

  private static final String ERROR = "error";
  private static final String LINK_PREFIX = "otlp.link.";
  private static final AttributeKey<String> SERVICE_NAMESPACE =
      AttributeKey.stringKey("service.namespace");
  private static final String UNKNOWN_SERVICE = "unknown_service:java";
  private static final long NANOS_PER_MICRO = 1_000;

  private static final byte[] TRACE_ID = ascii("{\"traceId\":\"");
  private static final byte[] PARENT_ID = ascii("\",\"parentId\":\"");
  private static final byte[] ID = ascii("\",\"id\":\"");
  private static final byte[] KIND = ascii("\",\"kind\":\"");
  private static final byte[] NAME = ascii(",\"name\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
  private static final byte[] DURATION = ascii(",\"duration\":");
  private static final byte[] ANNOTATIONS = ascii(",\"annotations\":[");
  private static final byte[] ANNOTATION_TIMESTAMP = ascii("{\"timestamp\":");
  private static final byte[] ANNOTATION_VALUE = ascii(",\"value\":");

  private final Attributes resource;
  private final byte[] localEndpoint;
  private final Tags tags = new Tags();
  private final RemoteEndpoint remote = new RemoteEndpoint();
  private final RelatedText related = new RelatedText();
  private final List<Throwable> leftOut = new ArrayList<>();

  /** The body that is being written, for the attributes to find. */
  private ByteSink sink = new ByteSink(1);

  private final BiConsumer<AttributeKey<?>, Object> attribute = this::attribute;
  private final BiConsumer<AttributeKey<?>, Object> tag = this::tag;

  ZipkinEncoder(Resource resource) {
    this.resource = resource.attributes();
    this.localEndpoint = localEndpoint(this.resource);
  }

  private static byte[] localEndpoint(Attributes resource) {
    String service = resource.get(Resource.SERVICE_NAME);
    ByteSink member = new ByteSink(64);
    member.writeAscii(",\"localEndpoint\":{\"serviceName\":");
    JsonString.write(member, service == null ? UNKNOWN_SERVICE : service);
    member.writeByte('}');
    return member.toByteArray();
  }

  @Override
  public int encode(List<SpanRecord> spans, int from, ByteSink body) {
    sink = body;
    leftOut.clear();
    body.writeByte('[');
    int next = from;
    boolean first = true;
    do {
      first &= !add(spans.get(next), first);
      next++;
    } while (next < spans.size() && body.size() < LARGEST_BODY);
    body.writeByte(']');
    return next;
  }

  /** Writes a span, or nothing if it throws: attributes may be of a foreign class. */
  private boolean add(SpanRecord span, boolean first) {
    int before = sink.size();
    try {
      if (!first) {
        sink.writeByte(',');
      }
      span(span);
      return true;
    } catch (RuntimeException | Error e) {
      sink.truncate(before);
      leftOut.add(e);
      return false;
    }
  }

  @Override
  public List<Throwable> leftOut() {
    return leftOut;
  }

  private void span(SpanRecord span) {
    sink.writeBytes(TRACE_ID);
    sink.writeHex(span.traceIdHigh());
    sink.writeHex(span.traceIdLow());
    if (span.parentSpanId() != 0) {
      sink.writeBytes(PARENT_ID);
      sink.writeHex(span.parentSpanId());
    }
    sink.writeBytes(ID);
    sink.writeHex(span.spanId());
    if (span.kind() != SpanKind.INTERNAL) {
      sink.writeBytes(KIND);
      sink.writeAscii(span.kind().name());
    }
    sink.writeByte('"');
    if (!span.name().isEmpty()) {
      sink.writeBytes(NAME);
      JsonString.write(sink, span.name());
    }
    time(span);
    sink.writeBytes(localEndpoint);
    annotations(span.events());
    tags(span);
    sink.writeByte('}');
  }

  private void time(SpanRecord span) {
    long start = span.startEpochNanos();
    long end = span.endEpochNanos();
    if (start >= NANOS_PER_MICRO) {
      sink.writeBytes(TIMESTAMP);
      sink.writeLong(start / NANOS_PER_MICRO);
    }
    sink.writeBytes(DURATION);
    // The difference of two longs in order is exact where it is read as unsigned.
    long micros = end <= start ? 0 : Long.divideUnsigned(end - start, NANOS_PER_MICRO);
    sink.writeLong(Math.max(1, micros));
  }

  private void annotations(List<SpanEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    sink.writeBytes(ANNOTATIONS);
    for (int i = 0; i < events.size(); i++) {
      SpanEvent event = events.get(i);
      if (i > 0) {
        sink.writeByte(',');
      }
      sink.writeBytes(ANNOTATION_TIMESTAMP);
      sink.writeLong(Math.max(0, event.epochNanos() / NANOS_PER_MICRO));
      sink.writeBytes(ANNOTATION_VALUE);
      JsonString.write(sink, related.event(event));
      sink.writeByte('}');
    }
    sink.writeByte(']');
  }

  private void tags(SpanRecord span) {
    tags.begin();
    remote.begin();
    status(span);
    scope(span.scope());
    tags.putCount(sink, DROPPED_ATTRIBUTES, span.droppedAttributes());
    tags.putCount(sink, "otel.dropped_events_count", span.droppedEvents());
    tags.putCount(sink, "otel.dropped_links_count", span.droppedLinks());
    links(span.links());
    span.attributes().forEach(attribute);
    span.scope().attributes().forEach(tag);
    String namespace = resource.get(SERVICE_NAMESPACE);
    if (namespace != null) {
      tags.put(sink, SERVICE_NAMESPACE.getKey(), namespace);
    }
    tags.end(sink);
    if (span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.PRODUCER) {
      remote.end(sink);
    }
  }

  private void status(SpanRecord span) {
    StatusCode status = span.status();
    if (status != StatusCode.UNSET) {
      tags.put(sink, "otel.status_code", status.name());
    }
    if (status == StatusCode.ERROR) {
      tags.put(sink, ERROR, span.statusDescription());
    }
  }

  private void scope(InstrumentationScope scope) {
    if (!scope.name().isEmpty()) {
      tags.put(sink, "otel.scope.name", scope.name());
    }
    if (!scope.version().isEmpty()) {
      tags.put(sink, "otel.scope.version", scope.version());
    }
  }

  private void links(List<SpanLink> links) {
    for (int i = 0; i < links.size(); i++) {
      tags.put(sink, LINK_PREFIX + i, related.link(links.get(i)));
    }
  }

  private void attribute(AttributeKey<?> key, Object value) {
    String name = key.getKey();
    remote.offer(name, value);
    if (!isNoError(name, value)) {
      tag(key, value);
    }
  }

  private void tag(AttributeKey<?> key, Object value) {
    tags.putAny(sink, key.getKey(), value);
  }

  /** Zipkin shows a span with this tag as failed, whatever its value. */
  private static boolean isNoError(String name, Object value) {
    return name.equals(ERROR) && (Boolean.FALSE.equals(value) || "false".equals(value));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
