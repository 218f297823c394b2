package io.obs4j.export.otlp;

import org.jspecify.annotations.Nullable;

/**
 * The keys of attributes, each encoded once. What there is no room for is encoded each time. Used
 * by one thread at a time.
 */
final class KeyFragments {

  private static final int SLOTS = 2048;
  private static final int PROBES = 4;
  private static final int LONGEST = 128;
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private final @Nullable String[] keys = new String[SLOTS];
  private final byte[][] fragments = new byte[SLOTS][];
  private final MessageWriter scratch;

  KeyFragments(MessageWriter writer) {
    scratch = writer.another();
  }

  /** Writes the field that holds a key. */
  void write(MessageWriter writer, String key) {
    int slot = (key.hashCode() * GOLDEN_RATIO) >>> Integer.numberOfLeadingZeros(SLOTS - 1);
    for (int i = 0; i < PROBES; i++) {
      int at = (slot + i) & (SLOTS - 1);
      String found = keys[at];
      if (found == null && key.length() <= LONGEST) {
        fragments[at] = encode(key);
        keys[at] = key;
        found = key;
      }
      if (key.equals(found)) {
        writer.fragment(fragments[at]);
        return;
      }
    }
    writer.string(Otlp.KeyValue.KEY, key);
  }

  private byte[] encode(String key) {
    scratch.reset();
    scratch.string(Otlp.KeyValue.KEY, key);
    return scratch.toByteArray();
  }
}
