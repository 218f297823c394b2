package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;

/**
 * A diagnostic context as members of an object, in one run of bytes. Only what is written alike in
 * each line can be in it: plain names that are not those of the format, and values that are neither
 * masked nor looked through. Immutable.
 */
final class ContextRun {

  private static final int MOST_FIELDS = 64;
  private static final int MOST_BYTES = 2_048;

  /** The encoder that it is for. */
  final Object origin;

  /** The keys of the fields, in their order; none if there is no such run. */
  final Key[] keys;

  /** The members, each with a comma before it. */
  final byte[] bytes;

  /** A bit for the hash of each name. */
  private final long hashes;

  private ContextRun(Object origin, Key[] keys, byte[] bytes) {
    this.origin = origin;
    this.keys = keys;
    this.bytes = bytes;
    long bits = 0;
    for (Key key : keys) {
      bits |= key.path[0].bit();
    }
    this.hashes = bits;
  }

  /** The run of fields; not {@linkplain #isWhole whole} if they cannot be written as one. */
  static ContextRun of(ContextFields fields, LineEncoder encoder) {
    ByteSink out = new ByteSink(MOST_BYTES / 8);
    Key[] keys = keys(fields, encoder);
    for (int i = 0; i < keys.length && out.size() <= MOST_BYTES; i++) {
      out.writeBytes(keys[i].path[0].lead);
      JsonString.write(out, fields.value(i));
    }
    return out.size() > MOST_BYTES
        ? new ContextRun(encoder.id, new Key[0], new byte[0])
        : new ContextRun(encoder.id, keys, out.toByteArray());
  }

  private static Key[] keys(ContextFields fields, LineEncoder encoder) {
    int size = fields.size();
    TextCache<Key> names = encoder.contextKeys;
    if (names == null
        || size > MOST_FIELDS
        || encoder.secrets.hasPatterns()
        || encoder.format.collisions == KeyCollision.LAST_WINS) {
      return new Key[0];
    }
    Key[] keys = new Key[size];
    for (int i = 0; i < size; i++) {
      Key key = names.get(fields.key(i));
      if (key.path.length > 1
          || key.meets
          || key.isSecret
          || key.home != encoder.context
          || isAmong(key, keys, i)) {
        return new Key[0];
      }
      keys[i] = key;
    }
    return keys;
  }

  private static boolean isAmong(Key key, Key[] keys, int count) {
    for (int i = 0; i < count; i++) {
      if (keys[i].path[0].isNamedAs(key.path[0])) {
        return true;
      }
    }
    return false;
  }

  /** Whether the fields are in it. */
  boolean isWhole() {
    return keys.length > 0;
  }

  /** The object of the format that the members go into. */
  Place home() {
    return keys[0].home;
  }

  /** Whether one of the fields has taken the name that a key begins with. */
  boolean meets(Key key) {
    return (hashes & key.path[0].bit()) != 0
        && key.home == home()
        && isAmong(key, keys, keys.length);
  }
}
