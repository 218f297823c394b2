package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;

/**
 * What did not fit into a line: the names of the first few fields, and how many there were. Used
 * again for each event; not safe for use by several threads at once.
 */
final class Cuts {

  /** How many names are told. */
  static final int MOST = 4;

  /** The most that is told of a name, in bytes. */
  static final int LONGEST = 64;

  private final String[] names = new String[MOST];
  private int count;

  void clear() {
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(String name) {
    if (count < MOST) {
      names[count] = name;
    }
    count++;
  }

  /** Appends the names as one string. */
  void write(ByteSink out, BoundedText text) {
    out.writeByte('"');
    for (int i = 0; i < Math.min(count, MOST); i++) {
      if (i > 0) {
        out.writeByte(',');
      }
      text.begin(out.size() + LONGEST);
      text.append(names[i]);
    }
    if (count > MOST) {
      out.writeAscii(",...");
    }
    out.writeByte('"');
  }
}
