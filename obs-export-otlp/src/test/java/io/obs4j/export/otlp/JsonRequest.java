package io.obs4j.export.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * Reads the JSON of OTLP into the messages of OpenTelemetry's protocol, and refuses whatever the
 * mapping does not allow: an unknown or doubled name, an integer of 64 bits that is a number, an
 * enum that is a name, an id that is not hexadecimal.
 */
final class JsonRequest {

  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Set<String> IDS = Set.of("traceId", "spanId", "parentSpanId");

  private JsonRequest() {}

  /** A dynamic message of the type of another, as {@link Meaning#of} makes them. */
  static Message read(byte[] json, MessageOrBuilder like) throws IOException {
    Message.Builder into = DynamicMessage.newBuilder(like.getDescriptorForType());
    try (JsonParser parser = STRICT.createParser(json)) {
      parser.nextToken();
      readMessage(parser, into);
      if (parser.nextToken() != null) {
        throw new IOException("More follows the request.");
      }
      return into.build();
    }
  }

  private static void readMessage(JsonParser parser, Message.Builder into) throws IOException {
    expect(parser, JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      FieldDescriptor field = field(parser.currentName(), into);
      parser.nextToken();
      if (field.isRepeated()) {
        expect(parser, JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          into.addRepeatedField(field, value(parser, field, into));
        }
      } else {
        into.setField(field, value(parser, field, into));
      }
    }
  }

  private static FieldDescriptor field(String name, Message.Builder of) throws IOException {
    for (FieldDescriptor field : of.getDescriptorForType().getFields()) {
      if (field.getJsonName().equals(name)) {
        return field;
      }
    }
    throw new IOException("No field of " + of.getDescriptorForType().getName() + ": " + name);
  }

  private static Object value(JsonParser parser, FieldDescriptor field, Message.Builder of)
      throws IOException {
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        Message.Builder inner = of.newBuilderForField(field);
        readMessage(parser, inner);
        yield inner.build();
      }
      case STRING -> text(parser);
      case BYTE_STRING ->
          ByteString.copyFrom(
              IDS.contains(field.getJsonName())
                  ? HexFormat.of().parseHex(text(parser))
                  : Base64.getDecoder().decode(text(parser)));
      case LONG ->
          field.getType() == FieldDescriptor.Type.INT64
                  || field.getType() == FieldDescriptor.Type.SFIXED64
              ? Long.parseLong(text(parser))
              : Long.parseUnsignedLong(text(parser));
      case INT -> {
        expect(parser, JsonToken.VALUE_NUMBER_INT);
        yield (int) parser.getLongValue();
      }
      case ENUM -> {
        expect(parser, JsonToken.VALUE_NUMBER_INT);
        yield field.getEnumType().findValueByNumber(parser.getIntValue());
      }
      case BOOLEAN -> parser.getBooleanValue();
      case DOUBLE -> aDouble(parser);
      case FLOAT -> throw new IOException("OTLP has no float: " + field);
    };
  }

  private static double aDouble(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return parser.getDoubleValue();
    }
    return switch (parser.getText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new IOException("No number: " + parser.getText());
    };
  }

  private static String text(JsonParser parser) throws IOException {
    expect(parser, JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private static void expect(JsonParser parser, JsonToken token) throws IOException {
    if (parser.currentToken() != token) {
      throw new IOException(parser.currentToken() + " in place of " + token);
    }
  }
}
