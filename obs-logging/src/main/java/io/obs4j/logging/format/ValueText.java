package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The values of key-values as JSON: numbers, flags, null, maps, collections and arrays as what they
 * are, everything else as text. Whatever a value does, what is written is one whole value; what
 * does not fit is left out at the end. Not safe for use by several threads at once.
 */
final class ValueText {

  /** Room that a number takes at most, and below which nothing is begun. */
  static final int LEAST_ROOM = 40;

  /** In place of what is nested deeper than {@link #MOST_DEPTH}, or within itself. */
  private static final String LEFT_OUT = "...";

  private static final int MOST_DEPTH = 32;

  /**
   * Larger numbers are written as text, as those beyond all doubles are: few readers take them, and
   * some choke on them.
   */
  private static final int MOST_DIGITS = 32;

  /** Above this, even the digits are not worked out. */
  private static final int MOST_BITS = 4_096;

  private final BoundedText text;
  private final ArgumentText arguments;
  private final LineFormat format;
  private final Secrets secrets;
  private final StackTraceWriter stackTraces;
  private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>();

  ValueText(
      BoundedText text,
      ArgumentText arguments,
      LineFormat format,
      Secrets secrets,
      StackTraceWriter stackTraces) {
    this.secrets = secrets;
    this.stackTraces = stackTraces;
    this.text = text;
    this.arguments = arguments;
    this.format = format;
  }

  /** Appends a value; the text is cut afterwards if not all of it fitted. */
  void write(@Nullable Object value) {
    if (value instanceof String string) {
      quote(string);
    } else if (value == null) {
      scalar("null");
    } else if (value instanceof Number number) {
      int from = text.out().size();
      if (writeNumber(number)) {
        secrets.maskNumber(text, from);
      }
    } else if (value instanceof Boolean || value instanceof AtomicBoolean) {
      scalar(value.toString());
    } else {
      writeOther(value);
    }
  }

  private void writeOther(Object value) {
    if (value instanceof Value<?> any) {
      writeAny(any);
    } else if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
      writeNested(value);
    } else if (value.getClass().isArray()) {
      if (value instanceof byte[] bytes) {
        quote(Base64.getEncoder().encodeToString(bytes));
      } else {
        writeNested(value);
      }
    } else if (value instanceof Enum<?> constant) {
      quote(constant.name());
    } else if (value instanceof Throwable thrown) {
      writeThrowable(thrown);
    } else if (format.objects == null || isText(value)) {
      quote(arguments.toString(value));
    } else {
      writeConverted(value, format.objects);
    }
  }

  /** What the platform has a standard text for. */
  private static boolean isText(Object value) {
    return value instanceof CharSequence
        || value instanceof Character
        || value.getClass().getName().startsWith("java.");
  }

  private void writeConverted(Object value, UnaryOperator<Object> conversion) {
    Object converted;
    try {
      converted = conversion.apply(value);
    } catch (Throwable e) {
      arguments.countFailure();
      converted = null;
    }
    if (converted == null || converted.getClass() == value.getClass()) {
      quote(arguments.toString(value));
    } else if (open.size() < MOST_DEPTH && open.put(value, true) == null) {
      try {
        write(converted);
      } finally {
        open.remove(value);
      }
    } else {
      quote(LEFT_OUT);
    }
  }

  /** Whether the number was written as a number. */
  private boolean writeNumber(Number number) {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte
        || number instanceof AtomicLong
        || number instanceof AtomicInteger
        || number instanceof LongAdder) {
      text.append(number.longValue());
      return true;
    }
    if (number instanceof Double || number instanceof Float) {
      return writeDouble(number);
    }
    if (number.getClass() == BigInteger.class) {
      return writeBig(((BigInteger) number).bitLength(), number);
    }
    if (number.getClass() == BigDecimal.class) {
      return writeBig(((BigDecimal) number).unscaledValue().bitLength(), number);
    }
    quote(arguments.toString(number));
    return false;
  }

  private boolean writeDouble(Number number) {
    double value = number.doubleValue();
    if (!Double.isFinite(value)) {
      quote(value > 0 ? "Infinity" : value < 0 ? "-Infinity" : "NaN");
      return false;
    }
    if (number instanceof Float) {
      scalar(number.toString());
    } else {
      text.out().writeDouble(value);
    }
    return true;
  }

  private boolean writeBig(int bits, Number number) {
    if (bits > MOST_BITS) {
      quote("[a number of " + bits + " bits]");
      return false;
    }
    String digits = number.toString();
    if (digits.length() > MOST_DIGITS || !Double.isFinite(number.doubleValue())) {
      quote(digits);
      return false;
    }
    scalar(digits);
    return true;
  }

  private void writeThrowable(Throwable thrown) {
    begin('"');
    int from = text.out().size();
    stackTraces.write(text.out(), thrown);
    text.cutToBound(from);
    end('"');
  }

  private void scalar(String ascii) {
    if (format.keys == KeyStyle.GELF && !isNumber(ascii)) {
      quote(ascii);
    } else if (text.left() >= ascii.length()) {
      text.out().writeAscii(ascii);
    } else {
      text.cut();
    }
  }

  private static boolean isNumber(String ascii) {
    char c = ascii.charAt(0);
    return c == '-' || (c >= '0' && c <= '9');
  }

  private void quote(String string) {
    begin('"');
    int from = text.out().size();
    secrets.begin(text);
    text.append(string);
    secrets.mask(text, from);
    end('"');
  }

  /** Opens what its end is kept room for. */
  private void begin(char bracket) {
    text.out().writeByte(bracket);
    text.reserve(1);
  }

  private void end(char bracket) {
    text.reserve(-1);
    text.out().writeByte(bracket);
  }

  private void writeAny(Value<?> value) {
    Object plain = value.getValue();
    if (value.getType() == ValueType.KEY_VALUE_LIST) {
      Map<String, Object> members = new HashMap<>();
      for (Object member : (List<?>) plain) {
        KeyValue pair = (KeyValue) member;
        members.put(pair.getKey(), pair.getValue());
      }
      writeNested(members);
    } else if (plain instanceof ByteBuffer buffer) {
      ByteBuffer bytes = buffer.duplicate();
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      quote(Base64.getEncoder().encodeToString(copy));
    } else {
      write(plain);
    }
  }

  private void writeNested(Object value) {
    if (open.size() >= MOST_DEPTH || open.put(value, true) != null) {
      quote(LEFT_OUT);
      return;
    }
    try {
      if (format.keys == KeyStyle.GELF && open.size() == 1) {
        writeAsText(value);
      } else {
        writeContainer(value);
      }
    } finally {
      open.remove(value);
    }
  }

  /** A container as text that is JSON itself. */
  private void writeAsText(Object value) {
    ByteSink out = text.out();
    int bound = text.bound();
    ByteSink json = new ByteSink(256);
    text.begin(json, Math.max(LEAST_ROOM, (bound - out.size()) / 2));
    writeContainer(value);
    boolean cut = text.isCut();
    text.begin(out, bound);
    quote(json.toString());
    if (cut) {
      text.cut();
    }
  }

  private void writeContainer(Object value) {
    boolean isMap = value instanceof Map<?, ?>;
    begin(isMap ? '{' : '[');
    int whole = text.out().size();
    int bound = text.bound();
    try {
      if (value instanceof Map<?, ?> map) {
        writeMembers(map);
      } else if (value instanceof Collection<?> collection) {
        writeElements(collection);
      } else {
        writeArray(value);
      }
    } catch (Throwable e) {
      // Foreign iterators, which may throw anything, as when another thread changes the collection.
      arguments.countFailure();
      text.out().truncate(whole);
      text.reserve(text.bound() - bound);
    }
    end(isMap ? '}' : ']');
  }

  private void writeElements(Collection<?> collection) {
    boolean isFirst = true;
    for (Object element : collection) {
      if (!hasRoom()) {
        return;
      }
      separate(isFirst);
      isFirst = false;
      write(element);
    }
  }

  private void writeArray(Object array) {
    int length = Array.getLength(array);
    for (int i = 0; i < length && hasRoom(); i++) {
      separate(i == 0);
      write(Array.get(array, i));
    }
  }

  private void writeMembers(Map<?, ?> map) {
    Names names = new Names();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!hasRoom()) {
        return;
      }
      String key = keyText(entry.getKey());
      String name = names.unlikeOthers(key, format.collisions);
      if (name != null) {
        writeMember(key, name, entry.getValue(), names.isFirst());
      }
    }
  }

  /** A member under a name that may be another than its key, which tells whether it is secret. */
  private void writeMember(String key, String name, @Nullable Object value, boolean isFirst) {
    if (text.left() < (long) name.length() * JsonString.MOST_BYTES + LEAST_ROOM) {
      text.cut();
      return;
    }
    separate(isFirst);
    JsonString.write(text.out(), name);
    text.out().writeByte(':');
    int from = text.out().size();
    write(value);
    if (secrets.isSecret(key)) {
      secrets.maskValue(key, text, from);
    }
  }

  private String keyText(@Nullable Object key) {
    return JsonString.readBack(key instanceof String name ? name : keyName(key));
  }

  private String keyName(@Nullable Object key) {
    return key == null ? "null" : arguments.toString(key);
  }

  private boolean hasRoom() {
    if (text.isCut() || text.left() < LEAST_ROOM) {
      text.cut();
      return false;
    }
    return true;
  }

  private void separate(boolean isFirst) {
    if (!isFirst) {
      text.out().writeByte(',');
    }
  }
}
