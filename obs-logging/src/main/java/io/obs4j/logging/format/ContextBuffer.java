package io.obs4j.logging.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostic context that is copied from a host's map, in an object that is used again. Not safe
 * for use by several threads at once.
 */
public final class ContextBuffer implements ContextFields {

  private static final int INITIAL_LENGTH = 16;

  /** Keys and values by turns. */
  private @Nullable String[] entries = new String[INITIAL_LENGTH];

  private final ForeignText foreign = new ForeignText();
  private int length;

  /** A buffer without any field. */
  public ContextBuffer() {}

  /**
   * Adds a field, unless key or value is null: a host whose map holds such says that there is none.
   *
   * @param key not added yet
   * @param value told as its {@code toString}, or a note if that throws
   */
  public void add(@Nullable Object key, @Nullable Object value) {
    if (key == null || value == null) {
      return;
    }
    if (length == entries.length) {
      entries = Arrays.copyOf(entries, 2 * length);
    }
    entries[length] = foreign.of(key);
    entries[length + 1] = foreign.of(value);
    length += 2;
  }

  /**
   * How many keys and values threw when they were added.
   *
   * @return zero or more, since this was cleared
   */
  public int failures() {
    return foreign.failures();
  }

  /** Removes all fields. */
  public void clear() {
    Arrays.fill(entries, 0, length, null);
    length = 0;
    foreign.forget();
  }

  @Override
  public int size() {
    return length / 2;
  }

  @Override
  @SuppressWarnings("NullAway") // below the length there is no null
  public String key(int index) {
    return entries[2 * index];
  }

  @Override
  @SuppressWarnings("NullAway") // below the length there is no null
  public String value(int index) {
    return entries[2 * index + 1];
  }
}
