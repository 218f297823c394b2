package io.obs4j.logging.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a line as a strict collector would: one line feed, at its end; valid UTF-8; one JSON object
 * that has no key twice. Not safe for use by several threads at once.
 */
public final class StrictReader {

  private final JsonFactory factory =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  public StrictReader() {}

  /** The members of a line, in depth. */
  public Map<String, Object> read(ByteSink line) {
    return read(line.array(), line.size());
  }

  /** The members of the line that an array begins with. */
  public Map<String, Object> read(byte[] bytes, int size) {
    try {
      for (int i = 0; i < size; i++) {
        if ((bytes[i] == '\n') != (i == size - 1)) {
          throw new AssertionError("line feed missing at the end, or one at byte " + i);
        }
      }
      String text = utf8.decode(ByteBuffer.wrap(bytes, 0, size)).toString();
      try (JsonParser parser = factory.createParser(text)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new AssertionError("no object");
        }
        Map<String, Object> members = object(parser);
        if (parser.nextToken() != null) {
          throw new AssertionError("something after the object");
        }
        return members;
      }
    } catch (IOException e) {
      throw new AssertionError(
          e.getMessage() + " in " + new String(bytes, 0, size, StandardCharsets.UTF_8), e);
    }
  }

  /** The members of a line, in depth. */
  public Map<String, Object> read(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return read(bytes, bytes.length);
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new AssertionError(parser.currentToken());
    };
  }
}
