package io.obs4j.logging.format;

import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The values of key-values as records keep them: what never changes itself, maps, collections,
 * arrays and bytes as trees of {@link Value}, everything else as text. They are of the kinds that
 * lines show. Whatever a value does, this is one whole value; what cannot be read is left out at
 * the end. For one event and one thread.
 */
public final class LastingValue {

  /** In place of what is nested deeper than {@link #MOST_DEPTH}, or within itself. */
  private static final Value<?> LEFT_OUT = Value.of("...");

  private static final Value<?> NOTHING = nothing();
  private static final int MOST_DEPTH = 32;

  /** How many values an event may nest altogether; the rest is left out. */
  private static final int MOST_VALUES = 4_096;

  private final ForeignText foreign = new ForeignText();
  private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>();
  private final LineEncoder encoder;
  private int count;
  private int weight;

  LastingValue(LineEncoder encoder) {
    this.encoder = encoder;
  }

  private static Value<?> nothing() {
    try {
      return Value.empty();
    } catch (NoSuchMethodError e) {
      return Value.of("null"); // of an older API
    }
  }

  /**
   * How much memory the trees hold.
   *
   * @return how many characters and values, roughly in bytes
   */
  public int weight() {
    return weight;
  }

  /**
   * A value that does not change any more.
   *
   * @param value of a key-value
   * @return a text, a {@link Long}, a {@link Double}, a {@link Boolean} or a tree
   */
  public Object of(@Nullable Object value) {
    return value == null ? NOTHING : of(value, ValueKind.of(value));
  }

  private Object of(Object value, ValueKind kind) {
    return switch (kind) {
      case TEXT, OBJECT -> foreign.of(value);
      case NOTHING -> NOTHING;
      case INTEGER -> ((Number) value).longValue();
      case DOUBLE -> value;
      case FLOAT -> Double.parseDouble(value.toString());
      case BIG -> BigNumber.held(value);
      case FLAG -> value instanceof AtomicBoolean flag ? flag.get() : value;
      case CONSTANT -> ((Enum<?>) value).name();
      case BYTES -> bytes((byte[]) value);
      case ANY -> any((Value<?>) value);
      case MAP, COLLECTION, ARRAY -> tree(value, kind);
      case THROWABLE -> encoder.stackTrace((Throwable) value);
      case FOREIGN -> foreign(value);
    };
  }

  private Value<?> bytes(byte[] bytes) {
    weight += bytes.length;
    return Value.of(bytes);
  }

  /** A value never changes; one that is no tree is what it holds. */
  private Object any(Value<?> value) {
    try {
      return switch (value.getType()) {
        case STRING, BOOLEAN, LONG, DOUBLE -> value.getValue();
        default -> {
          weight += ValueWeight.of(value);
          yield value;
        }
      };
    } catch (Throwable e) {
      return foreign.failed(); // foreign code, which may throw anything
    }
  }

  private Object foreign(Object value) {
    Object converted = converted(value, encoder.format.objects);
    if (converted == null || converted.getClass() == value.getClass()) {
      return foreign.of(value);
    }
    if (open.size() >= MOST_DEPTH || open.put(value, true) != null) {
      return LEFT_OUT;
    }
    try {
      return of(converted);
    } finally {
      open.remove(value);
    }
  }

  private @Nullable Object converted(Object value, @Nullable UnaryOperator<Object> conversion) {
    try {
      return conversion == null ? null : conversion.apply(value);
    } catch (Throwable e) {
      return null; // foreign code, which may throw anything
    }
  }

  private Value<?> tree(Object container, ValueKind kind) {
    if (open.size() >= MOST_DEPTH || open.put(container, true) != null) {
      return LEFT_OUT;
    }
    try {
      return kind == ValueKind.MAP ? members(container) : elements(container);
    } finally {
      open.remove(container);
    }
  }

  private Value<?> members(Object map) {
    List<KeyValue> members = new ArrayList<>();
    try {
      int most = MOST_VALUES - count;
      ObjectMembers each = new ObjectMembers(map, encoder.format.collisions, most, foreign);
      while (count < MOST_VALUES && each.next()) {
        weight += each.name.length();
        members.add(KeyValue.of(each.name, member(each)));
      }
    } catch (Throwable e) {
      foreign.failed(); // foreign iterators, which may throw anything
    }
    return Value.of(members.toArray(new KeyValue[0]));
  }

  /** One whose key was secret is masked here, as its new name may not tell. */
  private Value<?> member(ObjectMembers member) {
    Value<?> value = value(member.value);
    boolean isHidden = !member.name.equals(member.key) && encoder.secrets.isSecret(member.key);
    return isHidden
        ? Value.of(encoder.recordMask(Integer.MAX_VALUE).secret(member.key, value.getValue()))
        : value;
  }

  private Value<?> elements(Object container) {
    List<Value<?>> elements = new ArrayList<>();
    try {
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
    } catch (Throwable e) {
      foreign.failed(); // foreign iterators, which may throw anything
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
}
