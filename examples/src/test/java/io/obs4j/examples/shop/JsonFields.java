package io.obs4j.examples.shop;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The texts of a JSON object by their path, such as {@code tags.error}; those of arrays are left
 * out.
 */
record JsonFields(Map<String, String> texts) {

  /** Reads one object, which a strict parser takes and after which there is nothing. */
  static JsonFields parse(String text) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("This is no object: " + text);
      }
      JsonFields fields = read(json);
      if (json.nextToken() != null) {
        throw new IOException("There is something after the object: " + text);
      }
      return fields;
    }
  }

  /** Reads the object that a parser has just entered. */
  static JsonFields read(JsonParser json) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    read(json, "", texts);
    return new JsonFields(texts);
  }

  private static void read(JsonParser json, String path, Map<String, String> texts)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = path + json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT) {
        read(json, name + '.', texts);
      } else if (value == JsonToken.START_ARRAY) {
        texts.put(name, "");
        json.skipChildren();
      } else {
        texts.put(name, json.getText());
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("The object has no end");
    }
  }

  String get(String path) {
    return texts.getOrDefault(path, "");
  }
}
