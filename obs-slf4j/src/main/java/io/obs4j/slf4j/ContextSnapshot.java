package io.obs4j.slf4j;

import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.EncodedContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The diagnostic context at one moment: a change makes another one. In the order of insertion. */
final class ContextSnapshot implements ContextFields {

  static final ContextSnapshot EMPTY = new ContextSnapshot(new String[0]);

  /** Keys and values by turns. */
  private final String[] entries;

  private final EncodedContext encoded = new EncodedContext();

  private ContextSnapshot(String[] entries) {
    this.entries = entries;
  }

  static ContextSnapshot of(Map<String, String> map) {
    ContextSnapshot snapshot = EMPTY;
    for (Map.Entry<String, String> entry : map.entrySet()) {
      if (entry.getKey() != null) {
        snapshot = snapshot.with(entry.getKey(), entry.getValue());
      }
    }
    return snapshot;
  }

  /** This, with a value in place of the one that the key had; without the key if it is null. */
  ContextSnapshot with(String key, @Nullable String value) {
    if (value == null) {
      return without(key);
    }
    int at = find(key);
    String[] changed;
    if (at < 0) {
      at = entries.length;
      changed = Arrays.copyOf(entries, at + 2);
      changed[at] = key;
    } else {
      changed = entries.clone();
    }
    changed[at + 1] = value;
    return new ContextSnapshot(changed);
  }

  ContextSnapshot without(String key) {
    int at = find(key);
    if (at < 0) {
      return this;
    }
    if (entries.length == 2) {
      return EMPTY;
    }
    String[] rest = new String[entries.length - 2];
    System.arraycopy(entries, 0, rest, 0, at);
    System.arraycopy(entries, at + 2, rest, at, rest.length - at);
    return new ContextSnapshot(rest);
  }

  @Nullable String get(String key) {
    int at = find(key);
    return at < 0 ? null : entries[at + 1];
  }

  Map<String, String> toMap() {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i], entries[i + 1]);
    }
    return map;
  }

  private int find(String key) {
    for (int i = 0; i < entries.length; i += 2) {
      if (entries[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public EncodedContext encoded() {
    return encoded;
  }

  @Override
  public int size() {
    return entries.length / 2;
  }

  @Override
  public String key(int index) {
    return entries[2 * index];
  }

  @Override
  public String value(int index) {
    return entries[2 * index + 1];
  }
}
