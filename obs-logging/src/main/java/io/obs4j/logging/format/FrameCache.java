package io.obs4j.logging.format;

import org.jspecify.annotations.Nullable;

/**
 * The frames that were written last, as bytes. At most 2,048 of at most 512 bytes each; what comes
 * to the place of others replaces one of them. Safe for use by any thread.
 */
final class FrameCache {

  /*
   * Anyone reads and replaces, without order among them. A frame is immutable, all its fields are
   * final, so whoever finds one finds it whole, and compares it with what was asked for. A race
   * makes a frame twice, or forgets one; neither is seen. All operations are wait-free.
   *
   * A frame may stand in any of four places. With one place each, of a hundred frames a dozen would
   * drive each other out, whenever they are written.
   *
   * The strings of the elements come out of the JVM's table of interned strings, so that comparing
   * them is comparing references, and their hashes are computed once. An element that was put
   * together by hand from the strings of a real one is shown as the real one is, without the name
   * of a class loader that the JDK leaves out.
   */

  private static final int WAYS = 4;
  private static final int SET_BITS = 9;
  private static final int LONGEST = 512;
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private final StackTraces form;
  private final @Nullable Frame[] frames = new Frame[WAYS << SET_BITS];

  FrameCache(StackTraces form) {
    this.form = form;
  }

  /** A frame, kept from before or new. */
  Frame of(@Nullable StackTraceElement element) {
    if (element == null) {
      return Frame.of(null, 0, form);
    }
    int key = element.getClassName().hashCode();
    key = key * 31 + element.getMethodName().hashCode();
    key = (key * 31 + element.getLineNumber()) * GOLDEN_RATIO;
    int set = (key >>> (Integer.SIZE - SET_BITS)) * WAYS;
    for (int way = 0; way < WAYS; way++) {
      Frame kept = frames[set + way];
      if (kept != null && kept.key == key && element.equals(kept.element)) {
        return kept;
      }
    }
    return add(Frame.of(element, key, form), set);
  }

  private Frame add(Frame made, int set) {
    if (made.line.length <= LONGEST) {
      int way = 0;
      while (way < WAYS - 1 && frames[set + way] != null) {
        way++;
      }
      // The one in the last place makes room, and its neighbours move on.
      System.arraycopy(frames, set, frames, set + 1, way);
      frames[set] = made;
    }
    return made;
  }
}
