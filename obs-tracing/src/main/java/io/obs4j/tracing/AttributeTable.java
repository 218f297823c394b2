package io.obs4j.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Attributes while they are gathered: one value for each name, the last that was set. */
final class AttributeTable implements BiConsumer<AttributeKey<?>, Object> {

  /** Comparing so many names is quicker than hashing one. */
  private static final int SMALL = 16;

  private static final int FIRST = 8;

  private final int limit;
  private AttributeKey<?>[] keys = new AttributeKey<?>[FIRST];
  private Object[] values = new Object[FIRST];
  private int size;
  private int dropped;
  private @Nullable Map<String, Integer> places;

  /** An empty table for at most so many names. */
  AttributeTable(int limit) {
    this.limit = limit;
  }

  /** A copy, which changes on its own. */
  AttributeTable(AttributeTable other, int limit) {
    this.limit = limit;
    keys = other.keys.clone();
    values = other.values.clone();
    size = other.size;
    places = other.places == null ? null : new HashMap<>(other.places);
  }

  /** Where a name is, or -1. */
  int find(String name) {
    if (places != null) {
      return places.getOrDefault(name, -1);
    }
    for (int i = 0; i < size; i++) {
      if (keys[i].getKey().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  Object value(int place) {
    return values[place];
  }

  /** About how many bytes an attribute holds. */
  long weight(int place) {
    return AttributeValues.weight(keys[place].getKey(), values[place]);
  }

  boolean isFull() {
    return size >= limit;
  }

  /** Sets a value where {@link #find} found the name, or adds it if that is -1. */
  void set(int place, AttributeKey<?> key, Object value) {
    int at = place < 0 ? next(key.getKey()) : place;
    keys[at] = key;
    values[at] = value;
  }

  private int next(String name) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    if (size == SMALL) {
      places = new HashMap<>();
      for (int i = 0; i < size; i++) {
        places.put(keys[i].getKey(), i);
      }
    }
    if (places != null) {
      places.put(name, size);
    }
    return size++;
  }

  /** Sets or adds an attribute, if there is room. */
  @Override
  public void accept(AttributeKey<?> key, Object value) {
    int place = find(key.getKey());
    if (place < 0 && isFull()) {
      dropped++;
    } else {
      set(place, key, value);
    }
  }

  /** How many attributes {@link #accept} had no room for. */
  int dropped() {
    return dropped;
  }

  @SuppressWarnings("unchecked") // The values are of the types of their keys.
  Attributes attributes() {
    if (size == 0) {
      return Attributes.empty();
    }
    AttributesBuilder builder = Attributes.builder();
    for (int i = 0; i < size; i++) {
      builder.put((AttributeKey<Object>) keys[i], values[i]);
    }
    return builder.build();
  }
}
