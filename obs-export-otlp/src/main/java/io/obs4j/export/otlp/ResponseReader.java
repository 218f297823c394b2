package io.obs4j.export.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the little that answers of OTLP tell, in protobuf and in JSON. What is unknown is passed
 * over; what is malformed tells nothing, for a request that was taken in must not be sent again.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">OTLP/HTTP,
 *     response</a>
 */
final class ResponseReader {

  /*
   * The three responses have the same shape: field 1 is partialSuccess, of which field 1 counts what
   * was rejected and field 2 is the message. In google.rpc.Status field 2 is the message.
   */

  private static final int PARTIAL_SUCCESS = 1;
  private static final int REJECTED = 1;
  private static final int MESSAGE = 2;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** Of the tenth byte of a varint. */
  private static final int LAST_SHIFT = 63;

  private static final JsonFactory JSON = new JsonFactory();

  private ResponseReader() {}

  /** What an {@code Export...ServiceResponse} says. */
  static PartialSuccess partialSuccess(ByteBuffer body, OtlpProtocol protocol) {
    try {
      return protocol == OtlpProtocol.JSON ? json(body) : protobuf(body.duplicate());
    } catch (IOException | BufferUnderflowException e) {
      return PartialSuccess.NONE;
    }
  }

  /** The message of a {@code google.rpc.Status}; empty if there is none. */
  static String statusMessage(ByteBuffer body, OtlpProtocol protocol) {
    try {
      return protocol == OtlpProtocol.JSON
          ? jsonStatus(body)
          : string(field(body.duplicate(), MESSAGE));
    } catch (IOException | BufferUnderflowException e) {
      return "";
    }
  }

  /** Of what is there several times, the last counts. */
  private static PartialSuccess protobuf(ByteBuffer body) throws IOException {
    PartialSuccess partial = PartialSuccess.NONE;
    while (body.hasRemaining()) {
      int tag = (int) varint(body);
      if (tag == (PARTIAL_SUCCESS << 3 | BYTES)) {
        partial = merged(partial, bytes(body));
      } else {
        skip(body, tag);
      }
    }
    return partial;
  }

  private static PartialSuccess merged(PartialSuccess before, ByteBuffer partial)
      throws IOException {
    long rejected = before.rejected();
    String message = before.message();
    while (partial.hasRemaining()) {
      int tag = (int) varint(partial);
      if (tag == (REJECTED << 3 | VARINT)) {
        rejected = Math.max(0, varint(partial));
      } else if (tag == (MESSAGE << 3 | BYTES)) {
        message = string(bytes(partial));
      } else {
        skip(partial, tag);
      }
    }
    return new PartialSuccess(rejected, message);
  }

  /** The last occurrence of a field of bytes, empty if there is none. */
  private static ByteBuffer field(ByteBuffer in, int number) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(0);
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      if (tag == (number << 3 | BYTES)) {
        found = bytes(in);
      } else {
        skip(in, tag);
      }
    }
    return found;
  }

  private static void skip(ByteBuffer in, int tag) throws IOException {
    switch (tag & 7) {
      case VARINT -> varint(in);
      case FIXED64 -> in.getLong();
      case BYTES -> bytes(in);
      case FIXED32 -> in.getInt();
      default -> throw new IOException("no wire type");
    }
  }

  private static ByteBuffer bytes(ByteBuffer in) throws IOException {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new IOException("no length");
    }
    ByteBuffer bytes = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return bytes;
  }

  /** The tenth byte is the last, even if it says that there are more, as it is to protobuf's. */
  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0 || shift == LAST_SHIFT) {
        return value;
      }
    }
  }

  private static String string(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static JsonParser parser(ByteBuffer body) throws IOException {
    return JSON.createParser(body.array(), body.arrayOffset() + body.position(), body.remaining());
  }

  private static PartialSuccess json(ByteBuffer body) throws IOException {
    long rejected = 0;
    String message = "";
    try (JsonParser in = parser(body)) {
      if (!enter(in) || !find(in, "partialSuccess") || in.nextToken() != JsonToken.START_OBJECT) {
        return PartialSuccess.NONE;
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (name.startsWith("rejected") && value.isScalarValue()) {
          rejected = in.getValueAsLong();
        } else if (name.equals("errorMessage") && value == JsonToken.VALUE_STRING) {
          message = in.getText();
        } else {
          in.skipChildren();
        }
      }
    }
    return new PartialSuccess(Math.max(0, rejected), message);
  }

  private static String jsonStatus(ByteBuffer body) throws IOException {
    try (JsonParser in = parser(body)) {
      boolean found = enter(in) && find(in, "message") && in.nextToken() == JsonToken.VALUE_STRING;
      return found ? in.getText() : "";
    }
  }

  private static boolean enter(JsonParser in) throws IOException {
    return in.nextToken() == JsonToken.START_OBJECT;
  }

  /** Goes to the name of a member of the object. */
  private static boolean find(JsonParser in, String name) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      if (in.currentName().equals(name)) {
        return true;
      }
      in.nextToken();
      in.skipChildren();
    }
    return false;
  }
}
