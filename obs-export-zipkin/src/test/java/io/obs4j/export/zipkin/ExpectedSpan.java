package io.obs4j.export.zipkin;

import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zipkin2.Endpoint;
import zipkin2.Span;

/**
 * What Zipkin's own library should make of a span, worked out once more from the specification, in
 * plain Java and with JSON as trees.
 */
final class ExpectedSpan {

  private ExpectedSpan() {}

  /** The span without what is JSON within a string: annotations and tags. */
  static Span of(SpanRecord span, String service) {
    Span.Builder expected =
        Span.newBuilder()
            .traceId(span.traceIdHex())
            .id(span.spanIdHex())
            .name(text(span.name()))
            .localEndpoint(Endpoint.newBuilder().serviceName(text(service)).build());
    if (span.parentSpanId() != 0) {
      expected.parentId(span.parentSpanIdHex());
    }
    if (span.kind() != SpanKind.INTERNAL) {
      expected.kind(Span.Kind.valueOf(span.kind().name()));
    }
    if (span.startEpochNanos() > 0) {
      expected.timestamp(span.startEpochNanos() / 1_000);
    }
    expected.duration(micros(span));
    if (span.kind() == SpanKind.CLIENT || span.kind() == SpanKind.PRODUCER) {
      remote(span.attributes(), expected);
    }
    return expected.build();
  }

  private static long micros(SpanRecord span) {
    BigInteger nanos =
        BigInteger.valueOf(span.endEpochNanos())
            .subtract(BigInteger.valueOf(span.startEpochNanos()));
    return nanos.divide(BigInteger.valueOf(1_000)).max(BigInteger.ONE).longValueExact();
  }

  private static void remote(Attributes attributes, Span.Builder expected) {
    String[][] ranks = {
      {"peer.service", ""},
      {"server.address", ""},
      {"network.peer.address", "network.peer.port"},
      {"net.sock.peer.addr", "net.sock.peer.port"},
      {"db.name", ""},
    };
    Map<String, Object> byName = new LinkedHashMap<>();
    attributes.forEach((key, value) -> byName.put(key.getKey(), value));
    for (String[] rank : ranks) {
      if (byName.get(rank[0]) instanceof String name && !name.isEmpty()) {
        Endpoint.Builder endpoint = Endpoint.newBuilder().serviceName(text(name));
        if (byName.get(rank[1]) instanceof Long port && port > 0 && port < 65_536) {
          endpoint.port(port.intValue());
        }
        expected.remoteEndpoint(endpoint.build());
        return;
      }
    }
  }

  /** The tags: strings, or trees where the string is to be JSON. */
  static Map<String, Object> tags(SpanRecord span, String namespace) {
    Map<String, Object> tags = new LinkedHashMap<>();
    if (span.status() != StatusCode.UNSET) {
      tags.put("otel.status_code", span.status().name());
    }
    if (span.status() == StatusCode.ERROR) {
      tags.put("error", text(span.statusDescription()));
    }
    putUnless(tags, "otel.scope.name", text(span.scope().name()), "");
    putUnless(tags, "otel.scope.version", text(span.scope().version()), "");
    putUnless(tags, "otel.dropped_attributes_count", "" + span.droppedAttributes(), "0");
    putUnless(tags, "otel.dropped_events_count", "" + span.droppedEvents(), "0");
    putUnless(tags, "otel.dropped_links_count", "" + span.droppedLinks(), "0");
    for (int i = 0; i < span.links().size(); i++) {
      tags.put("otlp.link." + i, link(span.links().get(i)));
    }
    span.attributes()
        .forEach(
            (key, value) -> {
              boolean noError =
                  key.getKey().equals("error") && (value.equals(false) || value.equals("false"));
              if (!noError) {
                tags.putIfAbsent(text(key.getKey()), tag(value));
              }
            });
    span.scope()
        .attributes()
        .forEach((key, value) -> tags.putIfAbsent(text(key.getKey()), tag(value)));
    tags.putIfAbsent("service.namespace", namespace);
    return tags;
  }

  private static void putUnless(Map<String, Object> tags, String key, String value, String absent) {
    if (!value.equals(absent)) {
      tags.put(key, value);
    }
  }

  /** The five parts of a link, of which the fourth is a tree. */
  private static List<Object> link(SpanLink link) {
    SpanContext target = link.target();
    List<String> state = new ArrayList<>();
    target.getTraceState().forEach((key, value) -> state.add(key + '=' + value));
    return List.of(
        target.getTraceId(),
        target.getSpanId(),
        String.join(",", state),
        object(link.attributes(), 0),
        "" + link.droppedAttributes());
  }

  /** Name and attributes of an event. */
  static Map<String, Object> annotation(SpanEvent event) {
    return Map.of(text(event.name()), object(event.attributes(), event.droppedAttributes()));
  }

  private static Map<String, Object> object(Attributes attributes, int dropped) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (dropped > 0) {
      object.put("otel.dropped_attributes_count", (long) dropped);
    }
    attributes.forEach(
        (key, value) -> {
          // Not putIfAbsent: a key may have the value null.
          if (!object.containsKey(text(key.getKey()))) {
            object.put(text(key.getKey()), tree(value));
          }
        });
    return object;
  }

  private static Object tag(Object attribute) {
    Object value = attribute instanceof Value<?> any ? any.getValue() : attribute;
    if (value instanceof List<?>) {
      return tree(attribute);
    }
    if (value instanceof ByteBuffer || value instanceof Double) {
      Object tree = tree(attribute);
      return tree instanceof Double number ? (Object) number : (String) tree;
    }
    if (value instanceof String text) {
      return text(text);
    }
    boolean isEmpty = !(value instanceof Long) && !(value instanceof Boolean);
    return isEmpty ? "" : value.toString();
  }

  /** As JSON has it. */
  private static Object tree(Object attribute) {
    if (attribute instanceof Value<?> any) {
      if (any.getType() == ValueType.KEY_VALUE_LIST) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (Object each : (List<?>) any.getValue()) {
          KeyValue member = (KeyValue) each;
          object.put(text(member.getKey()), tree(member.getValue()));
        }
        return object;
      }
      return any.getType() == Value.empty().getType() ? null : tree(any.getValue());
    }
    if (attribute instanceof String text) {
      return text(text);
    }
    if (attribute instanceof Double number && !Double.isFinite(number)) {
      return number.toString();
    }
    if (attribute instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return Base64.getEncoder().encodeToString(copy);
    }
    if (attribute instanceof List<?> list) {
      List<Object> trees = new ArrayList<>();
      list.forEach(each -> trees.add(tree(each)));
      return trees;
    }
    return attribute;
  }

  /** With each lone surrogate replaced, by the encoder of the JDK. */
  static String text(String text) {
    ByteBuffer replaced =
        StandardCharsets.UTF_16BE.encode(CharBuffer.wrap(text)).asReadOnlyBuffer();
    return StandardCharsets.UTF_16BE.decode(replaced).toString();
  }
}
