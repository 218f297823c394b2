package io.obs4j.export.zipkin;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes one JSON object after another, in none of which a key is twice: the first stays. Not safe
 * for use by several threads at once.
 */
final class JsonObject {

  /** A table that has held more keys is not kept: clearing it costs its capacity. */
  private static final int MOST_KEPT = 1_000;

  private Set<String> keys = new HashSet<>();

  /** Begins an object. */
  void begin() {
    if (keys.size() > MOST_KEPT) {
      keys = new HashSet<>();
    } else {
      keys.clear();
    }
  }

  /** Whether it has no members yet. */
  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Writes what stands before a value; false if the key is there already. */
  boolean member(ByteSink sink, String key) {
    boolean first = keys.isEmpty();
    if (!keys.add(JsonString.readBack(key))) {
      return false;
    }
    sink.writeByte(first ? '{' : ',');
    JsonString.write(sink, key);
    sink.writeByte(':');
    return true;
  }

  /** Ends the object. */
  void end(ByteSink sink) {
    if (keys.isEmpty()) {
      sink.writeByte('{');
    }
    sink.writeByte('}');
  }
}
