package io.obs4j.export.otlp;

import io.obs4j.core.internal.ByteSink;

/**
 * Writes messages of OTLP, in one of its encodings. An encoder names the fields of a message in an
 * order of its choice, which means nothing; what the elements of a list are, and in which order
 * they are to be written, {@link #place} tells. So one walk serves a writer that goes forward, and
 * one that goes backward. Used by one thread at a time.
 *
 * <pre>{@code
 * int mark = writer.begin(INNER);
 * ...                                     // the fields of the inner message
 * writer.end(INNER, mark);
 *
 * writer.beginList(LIST);
 * for (int i = 0; i < size; i++) {
 *   int element = writer.beginElement();
 *   ...                                   // the fields of the element at place(i, size)
 *   writer.end(LIST, element);
 * }
 * writer.endList();
 * }</pre>
 */
abstract class MessageWriter {

  /** A writer for requests of a protocol. */
  static MessageWriter of(OtlpProtocol protocol) {
    return switch (protocol) {
      case PROTOBUF -> new ProtobufWriter();
      case JSON -> new JsonWriter();
    };
  }

  /** Another writer of the same encoding, with nothing written. */
  abstract MessageWriter another();

  /** Which element of a list is to be written, once {@code i} of {@code count} have been. */
  abstract int place(int i, int count);

  /** How many bytes are written: a mark to return to. */
  abstract int size();

  /** Forgets what was written since a mark. */
  abstract void truncate(int mark);

  /** Forgets all; gives memory back that a rare large request has taken. */
  abstract void reset();

  /** Begins the outermost message, and the only one that has no field. */
  abstract void beginRequest();

  abstract void endRequest();

  /** Begins a message that is the value of a field. */
  abstract int begin(Field field);

  /**
   * Ends a message that {@link #begin} or {@link #beginElement} began, and returned the mark of.
   */
  abstract void end(Field field, int mark);

  /** Begins a list of messages. */
  abstract void beginList(Field field);

  /** Begins a message that is an element of a list. */
  abstract int beginElement();

  abstract void endList();

  abstract void string(Field field, String text);

  abstract void bool(Field field, boolean value);

  /** A field of type uint32 or of an enum. */
  abstract void uint32(Field field, int value);

  /** A field of type sint32. */
  abstract void sint32(Field field, int value);

  /** A field of type fixed32. */
  abstract void fixed32(Field field, int value);

  /** A field of type int64. */
  abstract void int64(Field field, long value);

  /** A field of type fixed64, which is unsigned. */
  abstract void fixed64(Field field, long value);

  /** A field of type sfixed64. */
  abstract void sfixed64(Field field, long value);

  /** A field of type double. */
  abstract void real(Field field, double value);

  abstract void bytes(Field field, byte[] value);

  abstract void traceId(Field field, long high, long low);

  abstract void spanId(Field field, long id);

  /** Begins a packed list; its elements are named as those of other lists are. */
  abstract int beginPacked(Field field);

  abstract void packedFixed64(long value);

  abstract void packedUint64(long value);

  abstract void packedDouble(double value);

  abstract void endPacked(Field field, int mark);

  /** Fields, or whole elements, that a writer of the same encoding has written before. */
  abstract void fragment(byte[] source, int from, int length);

  final void fragment(byte[] source) {
    fragment(source, 0, source.length);
  }

  /** The same, as another writer of this encoding holds them now. */
  abstract void fragment(MessageWriter other);

  /** Whether {@link #patch} can be used. */
  boolean canPatch() {
    return false;
  }

  /**
   * Replaces the values of two fields of fixed64 that a fragment ends with.
   *
   * @param fragment as {@link #toByteArray} gave it, or several of these one behind the other
   * @param end the index behind the last field
   * @param one the value of the field that comes before the last
   * @param last that of the last field
   */
  void patch(byte[] fragment, int end, long one, long last) {
    throw new UnsupportedOperationException("This encoding has no fields of one length.");
  }

  /** All that was written, as a fragment for later. */
  abstract byte[] toByteArray();

  abstract void copyTo(ByteSink sink);
}
