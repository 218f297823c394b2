package io.obs4j.export.prometheus;

import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.Value;
import java.util.List;

/**
 * The value of an attribute as a string: strings as they are, the rest as JSON.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/common/">OpenTelemetry, Common, Attributes
 *     for non-OTLP protocols</a>
 */
final class AttributeText {

  private AttributeText() {}

  static String of(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Value<?> any) {
      return any.asString();
    }
    StringBuilder json = new StringBuilder();
    append(json, value);
    return json.toString();
  }

  private static void append(StringBuilder json, Object value) {
    if (value instanceof List<?> list) {
      json.append('[');
      for (int i = 0; i < list.size(); i++) {
        json.append(i == 0 ? "" : ",");
        append(json, list.get(i));
      }
      json.append(']');
    } else if (value instanceof Double number) {
      ByteSink sink = new ByteSink(32);
      sink.writeDouble(number);
      json.append(sink);
    } else if (value instanceof String text) {
      quote(json, text);
    } else {
      json.append(value);
    }
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
