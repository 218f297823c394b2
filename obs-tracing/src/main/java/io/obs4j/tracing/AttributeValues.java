package io.obs4j.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is done to values of attributes whatever their type: they are weighed, copied and cut. */
final class AttributeValues {

  private static final int NUMBER = 16;

  /**
   * So many lists and maps may lie within each other, as in what exporters write: to walk through
   * more of them could exhaust the stack of a thread.
   */
  private static final int MOST_DEPTH = 64;

  private static final String LEFT_OUT = "...";

  private AttributeValues() {}

  /** About how many bytes an attribute holds. */
  static long weight(String name, Object value) {
    return Entry.OVERHEAD + name.length() + weight(value);
  }

  /** About how many bytes attributes hold. */
  static long weight(Attributes attributes) {
    if (attributes.isEmpty()) {
      return 0;
    }
    Scales scales = new Scales();
    attributes.forEach(scales);
    return scales.sum;
  }

  private static final class Scales implements BiConsumer<AttributeKey<?>, Object> {

    long sum;

    @Override
    public void accept(AttributeKey<?> key, Object value) {
      sum += weight(key.getKey(), value);
    }
  }

  private static long weight(@Nullable Object value) {
    return weight(value, 0);
  }

  /** What is too deep is heavier than any budget: so it is folded, and cut, at once. */
  private static long weight(@Nullable Object value, int depth) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof List<?> list) {
      long sum = 0;
      for (Object element : list) {
        sum += NUMBER + weight(element, depth);
      }
      return sum;
    }
    if (value instanceof KeyValue pair) {
      return Entry.OVERHEAD + pair.getKey().length() + weight(pair.getValue(), depth);
    }
    if (value instanceof Value<?> any) {
      if (any.getType() == ValueType.BYTES) {
        return (long) NUMBER + ((ByteBuffer) any.getValue()).remaining();
      }
      return isTooDeep(any, depth) ? Entry.MOST_WEIGHT : NUMBER + weight(any.getValue(), depth + 1);
    }
    return NUMBER;
  }

  private static boolean isTooDeep(Value<?> value, int depth) {
    return depth == MOST_DEPTH
        && (value.getType() == ValueType.ARRAY || value.getType() == ValueType.KEY_VALUE_LIST);
  }

  /**
   * A value that nobody can change: a list of the caller's is copied; null if that cannot be read,
   * such as a part of a list that has changed since.
   */
  static @Nullable Object copy(Object value) {
    if (!(value instanceof List<?> list)) {
      return value;
    }
    try {
      return Collections.unmodifiableList(Arrays.asList(list.toArray()));
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Whether a value is of a type, and so are the elements of a list, which may be null. */
  static boolean areOf(AttributeType type, Object value) {
    return switch (type) {
      case STRING -> value instanceof String;
      case BOOLEAN -> value instanceof Boolean;
      case LONG -> value instanceof Long;
      case DOUBLE -> value instanceof Double;
      case STRING_ARRAY -> areAll(AttributeType.STRING, value);
      case BOOLEAN_ARRAY -> areAll(AttributeType.BOOLEAN, value);
      case LONG_ARRAY -> areAll(AttributeType.LONG, value);
      case DOUBLE_ARRAY -> areAll(AttributeType.DOUBLE, value);
      case VALUE -> value instanceof Value;
    };
  }

  private static boolean areAll(AttributeType type, Object value) {
    if (!(value instanceof List<?> list)) {
      return false;
    }
    for (Object element : list) {
      if (element != null && !areOf(type, element)) {
        return false;
      }
    }
    return true;
  }

  /** A value of which no text is longer than a limit, nor any bytes, and nothing is too deep. */
  @SuppressWarnings("unchecked") // Elements are only read, and cut into their like.
  static Object cut(Object value, int limit) {
    if (limit == Integer.MAX_VALUE && weight(value) < Entry.MOST_WEIGHT) {
      return value;
    }
    if (value instanceof String text) {
      return cut(text, limit);
    }
    if (value instanceof List<?> list) {
      return cutAll(
          (List<@Nullable Object>) list, element -> element == null ? null : cut(element, limit));
    }
    return value instanceof Value<?> any ? cut(any, limit, 0) : value;
  }

  /** The beginning of a text, which ends with a whole character. */
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    boolean splits = limit > 0 && Character.isHighSurrogate(text.charAt(limit - 1));
    return text.substring(0, splits ? limit - 1 : limit);
  }

  @SuppressWarnings("unchecked") // The type of a value tells what it holds.
  private static Value<?> cut(Value<?> value, int limit, int depth) {
    if (isTooDeep(value, depth)) {
      return Value.of(cut(LEFT_OUT, limit));
    }
    Object held = value.getValue();
    return switch (value.getType()) {
      case STRING -> Value.of(cut((String) held, limit));
      case BYTES -> {
        ByteBuffer bytes = (ByteBuffer) held;
        if (bytes.remaining() <= limit) {
          yield value;
        }
        byte[] beginning = new byte[limit];
        bytes.get(beginning);
        yield Value.of(beginning);
      }
      case ARRAY ->
          Value.of(cutAll((List<Value<?>>) held, element -> cut(element, limit, depth + 1)));
      case KEY_VALUE_LIST ->
          Value.of(
              cutAll(
                      (List<KeyValue>) held,
                      pair -> KeyValue.of(pair.getKey(), cut(pair.getValue(), limit, depth + 1)))
                  .toArray(KeyValue[]::new));
      default -> value;
    };
  }

  private static <T extends @Nullable Object> List<T> cutAll(List<T> list, Function<T, T> cut) {
    List<T> result = new ArrayList<>(list.size());
    for (T element : list) {
      result.add(cut.apply(element));
    }
    return Collections.unmodifiableList(result);
  }
}
