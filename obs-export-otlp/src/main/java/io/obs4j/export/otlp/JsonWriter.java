package io.obs4j.export.otlp;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.util.Base64;

/**
 * Writes in JSON, front to back: ids in hexadecimal, 64-bit integers in quotes, enums as numbers,
 * other bytes in Base64. Whether a comma is due, the last byte that was written tells.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP, JSON
 *     Protobuf encoding</a>
 */
final class JsonWriter extends MessageWriter {

  private static final int INITIAL = 1024;

  /** A buffer that a rare large request has made larger is not kept. */
  private static final int MOST_KEPT = 4 << 20;

  private ByteSink sink = new ByteSink(INITIAL);

  @Override
  MessageWriter another() {
    return new JsonWriter();
  }

  @Override
  int place(int i, int count) {
    return i;
  }

  @Override
  int size() {
    return sink.size();
  }

  @Override
  void truncate(int mark) {
    sink.truncate(mark);
  }

  @Override
  void reset() {
    if (sink.capacity() > MOST_KEPT) {
      sink = new ByteSink(INITIAL);
    }
    sink.reset();
  }

  @Override
  void beginRequest() {
    sink.writeByte('{');
  }

  @Override
  void endRequest() {
    sink.writeByte('}');
  }

  @Override
  int begin(Field field) {
    name(field);
    sink.writeByte('{');
    return sink.size();
  }

  @Override
  void end(Field field, int mark) {
    sink.writeByte('}');
  }

  @Override
  void beginList(Field field) {
    name(field);
    sink.writeByte('[');
  }

  @Override
  int beginElement() {
    separate();
    sink.writeByte('{');
    return sink.size();
  }

  @Override
  void endList() {
    sink.writeByte(']');
  }

  @Override
  void string(Field field, String text) {
    name(field);
    JsonString.write(sink, text);
  }

  @Override
  void bool(Field field, boolean value) {
    name(field);
    sink.writeAscii(value ? "true" : "false");
  }

  @Override
  void uint32(Field field, int value) {
    name(field);
    sink.writeLong(Integer.toUnsignedLong(value));
  }

  @Override
  void sint32(Field field, int value) {
    name(field);
    sink.writeLong(value);
  }

  @Override
  void fixed32(Field field, int value) {
    uint32(field, value);
  }

  @Override
  void int64(Field field, long value) {
    name(field);
    sink.writeByte('"');
    sink.writeLong(value);
    sink.writeByte('"');
  }

  @Override
  void fixed64(Field field, long value) {
    name(field);
    unsigned(value);
  }

  @Override
  void sfixed64(Field field, long value) {
    int64(field, value);
  }

  @Override
  void real(Field field, double value) {
    name(field);
    sink.writeJsonDouble(value);
  }

  @Override
  void bytes(Field field, byte[] value) {
    name(field);
    sink.writeByte('"');
    sink.writeBytes(Base64.getEncoder().encode(value));
    sink.writeByte('"');
  }

  @Override
  void traceId(Field field, long high, long low) {
    name(field);
    sink.writeByte('"');
    sink.writeHex(high);
    sink.writeHex(low);
    sink.writeByte('"');
  }

  @Override
  void spanId(Field field, long id) {
    name(field);
    sink.writeByte('"');
    sink.writeHex(id);
    sink.writeByte('"');
  }

  @Override
  int beginPacked(Field field) {
    beginList(field);
    return sink.size();
  }

  @Override
  void packedFixed64(long value) {
    separate();
    unsigned(value);
  }

  @Override
  void packedUint64(long value) {
    packedFixed64(value);
  }

  @Override
  void packedDouble(double value) {
    separate();
    sink.writeJsonDouble(value);
  }

  @Override
  void endPacked(Field field, int mark) {
    endList();
  }

  @Override
  void fragment(byte[] source, int from, int length) {
    if (length > 0) {
      separate();
      sink.writeBytes(source, from, length);
    }
  }

  @Override
  void fragment(MessageWriter other) {
    ByteSink written = ((JsonWriter) other).sink;
    if (written.size() > 0) {
      separate();
      sink.writeBytes(written);
    }
  }

  @Override
  byte[] toByteArray() {
    return sink.toByteArray();
  }

  @Override
  void copyTo(ByteSink target) {
    target.writeBytes(sink);
  }

  private void name(Field field) {
    separate();
    sink.writeByte('"');
    sink.writeAscii(field.name());
    sink.writeAscii("\":");
  }

  private void separate() {
    int size = sink.size();
    if (size > 0 && sink.at(size - 1) != '{' && sink.at(size - 1) != '[') {
      sink.writeByte(',');
    }
  }

  private void unsigned(long value) {
    sink.writeByte('"');
    if (value >= 0) {
      sink.writeLong(value);
    } else {
      sink.writeAscii(Long.toUnsignedString(value));
    }
    sink.writeByte('"');
  }
}
