package io.obs4j.export.zipkin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.obs4j.core.internal.AnyValueText;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;

/**
 * Writes the tags of a span: an object of strings. Of two values for one key the first is written;
 * without any, the object is left out. Not safe for use by several threads at once.
 */
final class Tags {

  private static final byte[] MEMBER = ",\"tags\":".getBytes(US_ASCII);

  private final JsonObject object = new JsonObject();
  private final ByteSink scratch = new ByteSink(256);

  void begin() {
    object.begin();
  }

  void put(ByteSink sink, String key, String value) {
    if (key(sink, key)) {
      JsonString.write(sink, value);
    }
  }

  void put(ByteSink sink, String key, ByteSink value) {
    if (key(sink, key)) {
      JsonString.write(sink, value);
    }
  }

  /** Puts a number, unless it is zero. */
  void putCount(ByteSink sink, String key, int value) {
    if (value != 0 && key(sink, key)) {
      sink.writeByte('"');
      sink.writeLong(value);
      sink.writeByte('"');
    }
  }

  /** Puts the value of an attribute. */
  void putAny(ByteSink sink, String key, Object value) {
    if (value instanceof String text) {
      put(sink, key, text);
    } else {
      scratch.reset();
      AnyValueText.writeText(scratch, value);
      put(sink, key, scratch);
    }
  }

  private boolean key(ByteSink sink, String key) {
    if (object.isEmpty()) {
      sink.writeBytes(MEMBER);
    }
    return object.member(sink, key);
  }

  void end(ByteSink sink) {
    if (!object.isEmpty()) {
      object.end(sink);
    }
  }
}
