package io.obs4j.export.otlp;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.ReverseSink;

/**
 * Writes in Protocol Buffers, back to front: a length is known when it is written.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, Encoding</a>
 */
final class ProtobufWriter extends MessageWriter {

  private static final int INITIAL = 1024;

  /** A buffer that a rare large request has made larger is not kept. */
  private static final int MOST_KEPT = 4 << 20;

  private ReverseSink sink = new ReverseSink(INITIAL);

  @Override
  MessageWriter another() {
    return new ProtobufWriter();
  }

  @Override
  int place(int i, int count) {
    return count - 1 - i;
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
      sink = new ReverseSink(INITIAL);
    }
    sink.reset();
  }

  @Override
  void beginRequest() {}

  @Override
  void endRequest() {}

  @Override
  int begin(Field field) {
    return sink.size();
  }

  @Override
  void end(Field field, int mark) {
    sink.writeMessage(field.number(), mark);
  }

  @Override
  void beginList(Field field) {}

  @Override
  int beginElement() {
    return sink.size();
  }

  @Override
  void endList() {}

  @Override
  void string(Field field, String text) {
    sink.writeString(field.number(), text);
  }

  @Override
  void bool(Field field, boolean value) {
    sink.writeVarint(field.number(), value ? 1 : 0);
  }

  @Override
  void uint32(Field field, int value) {
    sink.writeVarint(field.number(), Integer.toUnsignedLong(value));
  }

  @Override
  void sint32(Field field, int value) {
    sink.writeZigzag(field.number(), value);
  }

  @Override
  void fixed32(Field field, int value) {
    sink.writeFixed32(field.number(), value);
  }

  @Override
  void int64(Field field, long value) {
    sink.writeVarint(field.number(), value);
  }

  @Override
  void fixed64(Field field, long value) {
    sink.writeFixed64(field.number(), value);
  }

  @Override
  void sfixed64(Field field, long value) {
    sink.writeFixed64(field.number(), value);
  }

  @Override
  void real(Field field, double value) {
    sink.writeDouble(field.number(), value);
  }

  @Override
  void bytes(Field field, byte[] value) {
    int end = sink.size();
    sink.writeBytes(value, 0, value.length);
    sink.writeMessage(field.number(), end);
  }

  @Override
  void traceId(Field field, long high, long low) {
    int end = sink.size();
    sink.writeBigEndian(low);
    sink.writeBigEndian(high);
    sink.writeMessage(field.number(), end);
  }

  @Override
  void spanId(Field field, long id) {
    int end = sink.size();
    sink.writeBigEndian(id);
    sink.writeMessage(field.number(), end);
  }

  @Override
  int beginPacked(Field field) {
    return sink.size();
  }

  @Override
  void packedFixed64(long value) {
    sink.writeFixed64(value);
  }

  @Override
  void packedUint64(long value) {
    sink.writeVarint(value);
  }

  @Override
  void packedDouble(double value) {
    sink.writeFixed64(Double.doubleToRawLongBits(value));
  }

  @Override
  void endPacked(Field field, int mark) {
    sink.writeMessage(field.number(), mark);
  }

  @Override
  void fragment(byte[] source, int from, int length) {
    sink.writeBytes(source, from, length);
  }

  @Override
  void fragment(MessageWriter other) {
    sink.writeBytes(((ProtobufWriter) other).sink);
  }

  @Override
  boolean canPatch() {
    return true;
  }

  @Override
  void patch(byte[] fragment, int end, long one, long last) {
    ReverseSink.patchFixed64(fragment, end, one, last);
  }

  @Override
  byte[] toByteArray() {
    return sink.toByteArray();
  }

  @Override
  void copyTo(ByteSink target) {
    sink.copyTo(target);
  }
}
