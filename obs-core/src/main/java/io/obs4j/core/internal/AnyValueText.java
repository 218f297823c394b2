package io.obs4j.core.internal;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of attributes where a format knows only text or JSON. Lists and maps within each other
 * are written to a depth of 64; what lies deeper is left out.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/common/">OpenTelemetry, AnyValue
 *     representation for non-OTLP protocols</a>
 */
public final class AnyValueText {

  /** Beyond it a value could exhaust the stack of the thread that writes it. */
  private static final int MOST_DEPTH = 64;

  private static final String LEFT_OUT = "...";

  private AnyValueText() {}

  /**
   * A value as text, as {@link #writeText} writes it.
   *
   * @param value of an attribute
   * @return the text; a string itself
   */
  public static String of(Object value) {
    if (value instanceof String text) {
      return text;
    }
    ByteSink sink = new ByteSink(32);
    writeText(sink, value);
    return sink.toString();
  }

  /**
   * Appends a value as text: strings as they are, lists and maps in JSON, nothing for an empty one.
   *
   * @param sink written to
   * @param value of an attribute
   */
  public static void writeText(ByteSink sink, Object value) {
    Object plain = plain(value);
    if (plain instanceof String text) {
      sink.writeUtf8(text);
    } else if (plain instanceof Double number) {
      writeDouble(sink, number);
    } else if (plain instanceof ByteBuffer bytes) {
      writeBase64(sink, bytes);
    } else if (plain instanceof List || plain instanceof Long || plain instanceof Boolean) {
      writeJson(sink, value, 0);
    }
  }

  /**
   * Appends a value in JSON. Of the members of a map with one key the last is written.
   *
   * @param sink written to
   * @param value of an attribute
   */
  public static void writeJson(ByteSink sink, @Nullable Object value) {
    writeJson(sink, value, 0);
  }

  private static void writeJson(ByteSink sink, @Nullable Object value, int depth) {
    Object plain = plain(value);
    if (plain instanceof String text) {
      JsonString.write(sink, text);
    } else if (plain instanceof Long number) {
      sink.writeLong(number);
    } else if (plain instanceof Double number) {
      sink.writeJsonDouble(number);
    } else if (plain instanceof Boolean flag) {
      sink.writeAscii(flag ? "true" : "false");
    } else if (plain instanceof ByteBuffer bytes) {
      sink.writeByte('"');
      writeBase64(sink, bytes);
      sink.writeByte('"');
    } else if (plain instanceof List<?> list) {
      if (depth == MOST_DEPTH) {
        JsonString.write(sink, LEFT_OUT);
      } else if (isMap(value)) {
        writeMap(sink, list, depth + 1);
      } else {
        writeList(sink, list, depth + 1);
      }
    } else {
      sink.writeAscii("null");
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Value<?> any ? any.getValue() : value;
  }

  private static boolean isMap(@Nullable Object value) {
    return value instanceof Value<?> any && any.getType() == ValueType.KEY_VALUE_LIST;
  }

  private static void writeList(ByteSink sink, List<?> list, int depth) {
    sink.writeByte('[');
    boolean first = true;
    for (Object element : list) {
      first = separated(sink, first);
      writeJson(sink, element, depth);
    }
    sink.writeByte(']');
  }

  private static void writeMap(ByteSink sink, List<?> members, int depth) {
    Map<String, Value<?>> byKey = new LinkedHashMap<>();
    for (Object each : members) {
      KeyValue member = (KeyValue) each;
      byKey.put(JsonString.readBack(member.getKey()), member.getValue());
    }
    sink.writeByte('{');
    boolean first = true;
    for (Map.Entry<String, Value<?>> member : byKey.entrySet()) {
      first = separated(sink, first);
      JsonString.write(sink, member.getKey());
      sink.writeByte(':');
      writeJson(sink, member.getValue(), depth);
    }
    sink.writeByte('}');
  }

  private static boolean separated(ByteSink sink, boolean first) {
    if (!first) {
      sink.writeByte(',');
    }
    return false;
  }

  /** Infinities by their names in JSON Schema and JavaScript, not by those of Prometheus. */
  private static void writeDouble(ByteSink sink, double number) {
    if (Double.isInfinite(number)) {
      sink.writeAscii(number > 0 ? "Infinity" : "-Infinity");
    } else {
      sink.writeDouble(number);
    }
  }

  private static void writeBase64(ByteSink sink, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    sink.writeBytes(Base64.getEncoder().encode(copy));
  }
}
