package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What did not fit into a line: the names of the first few fields, and how many there were. Used
 * again for each event; not safe for use by several threads at once.
 */
final class Cuts {

  /** How many names are told. */
  static final int MOST = 4;

  /** The most that is told of a name, in bytes. */
  static final int LONGEST = 64;

  /** The most that the field takes, without its name. */
  static final int LONGEST_FIELD = MOST * (LONGEST + 1) + 8 + Key.MOST_SEGMENTS;

  private final String[] names = new String[MOST];
  private int count;
  private @Nullable Place place;
  private int at;
  private boolean isFirst;

  void clear() {
    count = 0;
    place = null;
  }

  /**
   * Notes where the field may go: into the first object that comes by, as the innermost ones are
   * closed first.
   *
   * @param closing such an object
   * @param size of the line up to the end of that object
   * @param isEmpty whether nothing is in it yet
   */
  void pass(Place closing, int size, boolean isEmpty) {
    if (place == null && closing.cutLead != null) {
      place = closing;
      at = size;
      isFirst = isEmpty;
    }
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

  /** Puts the field where it may go, once the line is complete but for its last bracket. */
  void write(ByteSink out, BoundedText text) {
    byte[] lead = count == 0 || place == null ? null : place.cutLead;
    if (place == null || lead == null) {
      return;
    }
    int end = out.size();
    int skipped = isFirst ? 1 : 0;
    out.writeBytes(lead, skipped, lead.length - skipped);
    writeNames(out, text);
    for (int i = 0; i < place.cutDepth; i++) {
      out.writeByte('}');
    }
    insert(out, end);
  }

  /** Moves what was appended after an end to its place. */
  private void insert(ByteSink out, int end) {
    if (at < end) {
      byte[] field = Arrays.copyOfRange(out.array(), end, out.size());
      System.arraycopy(out.array(), at, out.array(), at + field.length, end - at);
      System.arraycopy(field, 0, out.array(), at, field.length);
    }
  }

  /** Appends the names as one string. */
  private void writeNames(ByteSink out, BoundedText text) {
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
