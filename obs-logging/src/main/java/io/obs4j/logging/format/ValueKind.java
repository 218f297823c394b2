package io.obs4j.logging.format;

import io.opentelemetry.api.common.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the value of a key-value is: the one place where that is decided, for lines and for records.
 * Classes of the platform that others may extend count as themselves alone, as of a subclass nobody
 * knows what it does.
 */
enum ValueKind {
  /** A string. */
  TEXT,
  /** Null. */
  NOTHING,
  /** A number that a long holds, also one that changes. */
  INTEGER,
  /** A double. */
  DOUBLE,
  /** A float. */
  FLOAT,
  /** A number of any size: {@link BigNumber}. */
  BIG,
  /** True or false, also one that changes. */
  FLAG,
  /** A value of OpenTelemetry's API. */
  ANY,
  /** A map. */
  MAP,
  /** A collection. */
  COLLECTION,
  /** An array, but not of bytes. */
  ARRAY,
  /** An array of bytes. */
  BYTES,
  /** A constant, told by its name. */
  CONSTANT,
  /** A throwable, told by its stack trace. */
  THROWABLE,
  /** What tells its own text, which the platform or a foreign number has. */
  OBJECT,
  /** What a format may {@linkplain LineFormat.Builder#objects convert}; its own text if not. */
  FOREIGN;

  static ValueKind of(@Nullable Object value) {
    if (value instanceof String) {
      return TEXT;
    }
    if (value == null) {
      return NOTHING;
    }
    if (value instanceof Number number) {
      return ofNumber(number);
    }
    if (value instanceof Boolean || value.getClass() == AtomicBoolean.class) {
      return FLAG;
    }
    return ofOther(value);
  }

  private static ValueKind ofNumber(Number number) {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      return INTEGER;
    }
    if (number instanceof Double) {
      return DOUBLE;
    }
    if (number instanceof Float) {
      return FLOAT;
    }
    Class<?> type = number.getClass();
    if (type == AtomicLong.class || type == AtomicInteger.class || type == LongAdder.class) {
      return INTEGER;
    }
    return type == BigInteger.class || type == BigDecimal.class ? BIG : OBJECT;
  }

  private static ValueKind ofOther(Object value) {
    if (value instanceof Value<?>) {
      return ANY;
    }
    if (value instanceof Map<?, ?>) {
      return MAP;
    }
    if (value instanceof Collection<?>) {
      return COLLECTION;
    }
    if (value.getClass().isArray()) {
      return value instanceof byte[] ? BYTES : ARRAY;
    }
    if (value instanceof Enum<?>) {
      return CONSTANT;
    }
    if (value instanceof Throwable) {
      return THROWABLE;
    }
    return isOfThePlatform(value) ? OBJECT : FOREIGN;
  }

  /** What has a standard text. */
  private static boolean isOfThePlatform(Object value) {
    return value instanceof CharSequence
        || value instanceof Character
        || value.getClass().getName().startsWith("java.");
  }
}
