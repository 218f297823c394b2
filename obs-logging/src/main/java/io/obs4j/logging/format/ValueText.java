package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The values of key-values as JSON: numbers, flags, null, maps, collections and arrays as what they
 * are, everything else as text. Whatever a value does, what is written is one whole value; what
 * does not fit, or cannot be read, is left out at the end. Not safe for use by several threads at
 * once.
 */
final class ValueText {

  /** Room that a number takes at most, and below which nothing is begun. */
  static final int LEAST_ROOM = 40;

  /** In place of what is nested deeper than {@link #MOST_DEPTH}, or within itself. */
  private static final String LEFT_OUT = "...";

  private static final int MOST_DEPTH = 32;

  /** What a member of an object takes at the least. */
  private static final int LEAST_MEMBER = 4;

  private final BoundedText text;
  private final ForeignText foreign;
  private final LineFormat format;
  private final Secrets secrets;
  private final StackTraceWriter stackTraces;
  private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>();
  private int collisions;

  /** Where the last whole element of the innermost container ends. */
  private int whole;

  ValueText(
      BoundedText text,
      ForeignText foreign,
      LineFormat format,
      Secrets secrets,
      StackTraceWriter stackTraces) {
    this.secrets = secrets;
    this.stackTraces = stackTraces;
    this.text = text;
    this.foreign = foreign;
    this.format = format;
  }

  /** How many keys of maps collided. */
  int collisions() {
    return collisions;
  }

  /** Counts them from zero again. */
  void forget() {
    collisions = 0;
  }

  /** Appends a value; the text is cut afterwards if not all of it fitted. */
  void write(@Nullable Object value) {
    if (value instanceof String string) {
      quote(string);
    } else if (value == null) {
      scalar("null");
    } else {
      write(value, ValueKind.of(value));
    }
  }

  private void write(Object value, ValueKind kind) {
    switch (kind) {
      case TEXT, OBJECT -> quote(foreign.of(value));
      case NOTHING -> scalar("null");
      case INTEGER -> {
        int from = text.out().size();
        text.append(((Number) value).longValue());
        secrets.maskNumber(text, from);
      }
      case DOUBLE, FLOAT -> writeFraction((Number) value);
      case BIG -> writeBig(value);
      case FLAG -> scalar(value.toString());
      case CONSTANT -> quote(((Enum<?>) value).name());
      case BYTES -> quote(Base64.getEncoder().encodeToString((byte[]) value));
      case ANY -> writeAny((Value<?>) value);
      case MAP -> writeNested(value, true);
      case COLLECTION, ARRAY -> writeNested(value, false);
      case THROWABLE -> writeThrowable((Throwable) value);
      case FOREIGN -> writeForeign(value);
    }
  }

  private void writeForeign(Object value) {
    Object converted = converted(value);
    if (converted == null || converted.getClass() == value.getClass()) {
      quote(foreign.of(value));
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

  private @Nullable Object converted(Object value) {
    UnaryOperator<Object> conversion = format.objects;
    try {
      return conversion == null ? null : conversion.apply(value);
    } catch (Throwable e) {
      foreign.failed();
      return null;
    }
  }

  private void writeFraction(Number number) {
    double value = number.doubleValue();
    if (!Double.isFinite(value)) {
      quote(value > 0 ? "Infinity" : value < 0 ? "-Infinity" : "NaN");
      return;
    }
    int from = text.out().size();
    if (number instanceof Float) {
      scalar(number.toString());
    } else {
      text.out().writeDouble(value);
    }
    secrets.maskNumber(text, from);
  }

  private void writeBig(Object number) {
    BigNumber big = BigNumber.of(number);
    if (big.isNumber()) {
      int from = text.out().size();
      scalar(big.text());
      secrets.maskNumber(text, from);
    } else {
      quote(big.text());
    }
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

  /** Foreign code, too, whatever it says of itself. */
  private void writeAny(Value<?> value) {
    Object content;
    boolean isObject;
    try {
      content = value.getValue();
      isObject = value.getType() == ValueType.KEY_VALUE_LIST;
    } catch (Throwable e) {
      quote(foreign.failed());
      return;
    }
    if (content instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      write(bytes);
    } else if (isObject) {
      writeNested(content, true);
    } else {
      // An empty value holds an object of the API that means nothing to others.
      write(ValueKind.of(content) == ValueKind.FOREIGN ? null : content);
    }
  }

  private void writeNested(Object container, boolean isObject) {
    if (open.size() >= MOST_DEPTH || open.put(container, true) != null) {
      quote(LEFT_OUT);
      return;
    }
    try {
      if (format.keys == KeyStyle.GELF && open.size() == 1) {
        writeAsText(container, isObject);
      } else {
        writeContainer(container, isObject);
      }
    } finally {
      open.remove(container);
    }
  }

  /** A container as text that is JSON itself. */
  private void writeAsText(Object container, boolean isObject) {
    ByteSink out = text.out();
    int bound = text.bound();
    ByteSink json = new ByteSink(256);
    text.begin(json, Math.max(LEAST_ROOM, (bound - out.size()) / 2));
    writeContainer(container, isObject);
    boolean cut = text.isCut();
    text.begin(out, bound);
    quote(json.toString());
    if (cut) {
      text.cut();
    }
  }

  private void writeContainer(Object container, boolean isObject) {
    begin(isObject ? '{' : '[');
    int outer = whole;
    int bound = text.bound();
    whole = text.out().size();
    try {
      if (isObject) {
        writeMembers(container);
      } else if (container instanceof Collection<?> collection) {
        writeElements(collection);
      } else {
        writeArray(container);
      }
    } catch (Throwable e) {
      // Foreign iterators, which may throw anything, as when another thread changes the collection.
      foreign.failed();
      text.out().truncate(whole);
      text.reserve(text.bound() - bound);
    } finally {
      whole = outer;
    }
    end(isObject ? '}' : ']');
  }

  private void writeElements(Collection<?> collection) {
    boolean isFirst = true;
    for (Object element : collection) {
      if (!hasRoom()) {
        return;
      }
      writeElement(element, isFirst);
      isFirst = false;
    }
  }

  private void writeArray(Object array) {
    int length = Array.getLength(array);
    for (int i = 0; i < length && hasRoom(); i++) {
      writeElement(Array.get(array, i), i == 0);
    }
  }

  private void writeElement(@Nullable Object element, boolean isFirst) {
    separate(isFirst);
    write(element);
    whole = text.out().size();
  }

  private void writeMembers(Object container) {
    int most = text.left() / LEAST_MEMBER;
    ObjectMembers members = new ObjectMembers(container, format.collisions, most, foreign);
    boolean isFirst = true;
    while (members.next() && hasRoom()) {
      writeMember(members, isFirst);
      isFirst = false;
    }
    collisions += members.collisions();
  }

  private void writeMember(ObjectMembers member, boolean isFirst) {
    if (text.left() < (long) member.name.length() * JsonString.MOST_BYTES + LEAST_ROOM) {
      text.cut();
      return;
    }
    separate(isFirst);
    JsonString.write(text.out(), member.name);
    text.out().writeByte(':');
    int from = text.out().size();
    write(member.value);
    if (secrets.isSecret(member.key)) {
      secrets.maskValue(member.key, text, from);
    }
    whole = text.out().size();
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
