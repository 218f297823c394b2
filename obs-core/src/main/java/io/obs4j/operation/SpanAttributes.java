package io.obs4j.operation;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values of a program as attributes of a span, of the types that OpenTelemetry has for them. */
final class SpanAttributes {

  private SpanAttributes() {}

  static void put(Span span, String key, Object value) {
    if (value instanceof String text) {
      span.setAttribute(key, text);
    } else if (value instanceof Boolean flag) {
      span.setAttribute(key, flag.booleanValue());
    } else if (isInteger(value)) {
      span.setAttribute(key, ((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      span.setAttribute(key, ((Number) value).doubleValue());
    } else if (value instanceof List<?> list) {
      putAll(span, key, list);
    } else if (value.getClass().isArray()) {
      putAll(span, key, list(value));
    } else {
      span.setAttribute(key, value.toString());
    }
  }

  private static boolean isInteger(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte;
  }

  /** All of a list are what its first one is, else texts. */
  private static void putAll(Span span, String key, List<?> values) {
    if (values.isEmpty()) {
      span.setAttribute(AttributeKey.stringArrayKey(key), List.of());
    } else if (values.stream().allMatch(SpanAttributes::isInteger)) {
      span.setAttribute(
          AttributeKey.longArrayKey(key),
          values.stream().map(value -> ((Number) value).longValue()).toList());
    } else if (values.stream()
        .allMatch(value -> value instanceof Double || value instanceof Float)) {
      span.setAttribute(
          AttributeKey.doubleArrayKey(key),
          values.stream().map(value -> ((Number) value).doubleValue()).toList());
    } else if (values.stream().allMatch(Boolean.class::isInstance)) {
      span.setAttribute(
          AttributeKey.booleanArrayKey(key), values.stream().map(Boolean.class::cast).toList());
    } else {
      span.setAttribute(
          AttributeKey.stringArrayKey(key), values.stream().map(String::valueOf).toList());
    }
  }

  private static List<?> list(Object array) {
    if (array instanceof Object[] objects) {
      return Arrays.asList(objects);
    }
    int length = Array.getLength(array);
    List<Object> values = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      values.add(Array.get(array, i));
    }
    return values;
  }
}
