package io.obs4j.logging.format;

import org.jspecify.annotations.Nullable;

/**
 * The frames that were written last, as bytes. At most 1,024 of at most 512 bytes each; what comes
 * to the place of another replaces it. Safe for use by any thread.
 */
final class FrameCache {

  /*
   * Anyone reads and replaces, without order among them. A frame is immutable, all its fields are
   * final, so whoever finds one finds it whole, and compares it with what was asked for. A race
   * makes a frame twice, or forgets one; neither is seen. All operations are wait-free.
   *
   * The strings of the elements come out of the JVM's table of interned strings, so that comparing
   * them is comparing references, and their hashes are computed once. An element that was put
   * together by hand from the strings of a real one is shown as the real one is, without the name
   * of a class loader that the JDK leaves out.
   */

  private static final int BITS = 10;
  private static final int LONGEST = 512;
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private final StackTraces form;
  private final @Nullable Frame[] frames = new Frame[1 << BITS];

  FrameCache(StackTraces form) {
    this.form = form;
  }

  /** A frame, kept from before or new. */
  Frame of(@Nullable StackTraceElement element) {
    if (element == null) {
      return Frame.of(null, form);
    }
    int hash = element.getClassName().hashCode();
    hash = hash * 31 + element.getMethodName().hashCode();
    hash = hash * 31 + element.getLineNumber();
    int slot = (hash * GOLDEN_RATIO) >>> (Integer.SIZE - BITS);
    Frame kept = frames[slot];
    if (kept != null && element.equals(kept.element)) {
      return kept;
    }
    Frame made = Frame.of(element, form);
    if (made.line.length <= LONGEST) {
      frames[slot] = made;
    }
    return made;
  }
}
