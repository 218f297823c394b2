package io.obs4j.logging;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of key-values as they are now: what never changes itself, maps, collections, arrays
 * and bytes as trees of {@link Value}, everything else as text. Whatever a value does, this is one
 * whole value. For one event and one thread.
 */
final class LastingValue {

  /** In place of what is nested deeper than {@link #MOST_DEPTH}, or within itself. */
  private static final Value<?> LEFT_OUT = Value.of("...");

  private static final String FAILED = "[FAILED toString()]";
  private static final int MOST_DEPTH = 32;

  /** How many values an event may nest altogether; the rest is left out. */
  private static final int MOST_VALUES = 4_096;

  private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>();
  private int count;
  private int weight;

  /** How many characters and values the trees hold. */
  int weight() {
    return weight;
  }

  /** A text, a {@link Long}, a {@link Double}, a flag or a tree. */
  Object of(@Nullable Object given) {
    if (given instanceof Value<?> value) {
      return of(value);
    }
    if (given instanceof byte[] bytes) {
      weight += bytes.length;
      return Value.of(bytes);
    }
    return given != null && isContainer(given) ? tree(given) : plain(given);
  }

  /** A value never changes; one that is no tree is what it holds. */
  private Object of(Value<?> value) {
    try {
      return switch (value.getType()) {
        case STRING, BOOLEAN, LONG, DOUBLE -> value.getValue();
        default -> {
          weight += ValueWeight.of(value);
          yield value;
        }
      };
    } catch (Throwable e) {
      return FAILED; // foreign code, which may throw anything
    }
  }

  private Value<?> tree(Object container) {
    if (open.size() >= MOST_DEPTH || open.put(container, true) != null) {
      return LEFT_OUT;
    }
    try {
      return container instanceof Map<?, ?> map ? members(map) : elements(container);
    } catch (Throwable e) {
      return Value.of(FAILED); // foreign iterators, which may throw anything
    } finally {
      open.remove(container);
    }
  }

  private static boolean isContainer(Object value) {
    return value instanceof Map<?, ?>
        || value instanceof Collection<?>
        || value.getClass().isArray();
  }

  private Value<?> members(Map<?, ?> map) {
    List<KeyValue> members = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (count >= MOST_VALUES) {
        break;
      }
      String key = text(entry.getKey());
      weight += key.length();
      members.add(KeyValue.of(key, value(entry.getValue())));
    }
    return Value.of(members.toArray(new KeyValue[0]));
  }

  private Value<?> elements(Object container) {
    List<Value<?>> elements = new ArrayList<>();
    if (container instanceof Collection<?> collection) {
      for (Object element : collection) {
        if (count >= MOST_VALUES) {
          break;
        }
        elements.add(value(element));
      }
    } else {
      int length = Array.getLength(container);
      for (int i = 0; i < length && count < MOST_VALUES; i++) {
        elements.add(value(Array.get(container, i)));
      }
    }
    return Value.of(elements);
  }

  private Value<?> value(@Nullable Object given) {
    count++;
    weight += ValueWeight.EACH;
    Object plain = of(given);
    if (plain instanceof Value<?> tree) {
      return tree;
    }
    if (plain instanceof Long number) {
      return Value.of((long) number);
    }
    if (plain instanceof Double number) {
      return Value.of((double) number);
    }
    if (plain instanceof Boolean flag) {
      return Value.of((boolean) flag);
    }
    String text = (String) plain;
    weight += text.length();
    return Value.of(text);
  }

  private static Object plain(@Nullable Object value) {
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float single) {
      return single.doubleValue();
    }
    return text(value);
  }

  private static String text(@Nullable Object value) {
    try {
      return String.valueOf(String.valueOf(value));
    } catch (Throwable e) {
      return FAILED; // foreign code, which may throw anything
    }
  }
}
