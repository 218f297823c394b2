package io.obs4j.tracing;

import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;

/** An attribute that was set, in the form in which it was given. */
abstract sealed class AttributeEntry extends Entry {

  private AttributeEntry(long weight) {
    super(weight);
  }

  /** An attribute, or null if the specification has it ignored: without a name or a value. */
  static @Nullable Entry of(@Nullable String name, @Nullable String value) {
    return name == null || name.isEmpty() || value == null ? null : new Text(name, value);
  }

  static @Nullable Entry of(@Nullable String name, long value) {
    return name == null || name.isEmpty() ? null : new Whole(name, value);
  }

  static @Nullable Entry of(@Nullable String name, double value) {
    return name == null || name.isEmpty() ? null : new Fraction(name, value);
  }

  static @Nullable Entry of(@Nullable String name, boolean value) {
    return name == null || name.isEmpty() ? null : new Truth(name, value);
  }

  /**
   * As above; null also if the value is not of the type of the key, which raw types allow, or a
   * list that cannot be read.
   */
  static @Nullable Entry of(@Nullable AttributeKey<?> key, @Nullable Object value) {
    if (key == null || key.getKey().isEmpty() || value == null) {
      return null;
    }
    Object own = AttributeValues.copy(value);
    return own != null && AttributeValues.areOf(key.getType(), own) ? new Typed(key, own) : null;
  }

  abstract String name();

  abstract AttributeKey<?> key();

  abstract Object value();

  @Override
  final void replay(Fold fold) {
    fold.attribute(key(), value());
  }

  @Override
  final @Nullable Object own(String key) {
    return name().equals(key) ? value() : null;
  }

  /** An attribute that came with a name alone: whoever reads it makes the key. */
  private abstract static sealed class Named extends AttributeEntry {

    final String name;

    /**
     * An attribute.
     *
     * @param bytes what the value takes besides the entry
     */
    Named(String name, int bytes) {
      super(OVERHEAD + (long) name.length() + bytes);
      this.name = name;
    }

    @Override
    final String name() {
      return name;
    }
  }

  /** A text. */
  static final class Text extends Named {

    private final String value;

    Text(String name, String value) {
      super(name, value.length());
      this.value = value;
    }

    @Override
    AttributeKey<?> key() {
      return AttributeKey.stringKey(name);
    }

    @Override
    Object value() {
      return value;
    }
  }

  /** An integer. */
  static final class Whole extends Named {

    private final long value;

    Whole(String name, long value) {
      super(name, 0);
      this.value = value;
    }

    @Override
    AttributeKey<?> key() {
      return AttributeKey.longKey(name);
    }

    @Override
    Object value() {
      return value;
    }
  }

  /** A number. */
  static final class Fraction extends Named {

    private final double value;

    Fraction(String name, double value) {
      super(name, 0);
      this.value = value;
    }

    @Override
    AttributeKey<?> key() {
      return AttributeKey.doubleKey(name);
    }

    @Override
    Object value() {
      return value;
    }
  }

  /** True or false. */
  static final class Truth extends Named {

    private final boolean value;

    Truth(String name, boolean value) {
      super(name, 0);
      this.value = value;
    }

    @Override
    AttributeKey<?> key() {
      return AttributeKey.booleanKey(name);
    }

    @Override
    Object value() {
      return value;
    }
  }

  /** A value of any type, with its key. */
  static final class Typed extends AttributeEntry {

    private final AttributeKey<?> key;
    private final Object value;

    Typed(AttributeKey<?> key, Object value) {
      super(AttributeValues.weight(key.getKey(), value));
      this.key = key;
      this.value = value;
    }

    @Override
    String name() {
      return key.getKey();
    }

    @Override
    AttributeKey<?> key() {
      return key;
    }

    @Override
    Object value() {
      return value;
    }
  }
}
