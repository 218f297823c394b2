package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stack traces that were written more than once, whole: for an exception that is logged by each
 * who passes it on, and for one that happens again and again. At most 32, of at most 16 KiB, 256
 * frames and eight throwables each: a megabyte or two, and a few hundred KiB in practice.
 *
 * <p>Known by all that they show, not by the identity of a throwable: so none is kept from being
 * collected, nor its class, and one that was changed is another. Safe for use by any thread.
 */
final class SeenTraces {

  /*
   * Anyone reads and replaces, without order among them: what is kept is immutable, all its fields
   * are final, so whoever finds one finds it whole, and compares it with what was thrown. A race
   * keeps one trace rather than another; that is not seen. All operations are wait-free.
   *
   * A trace is kept when it comes for the second time: those that never come again cost an int.
   * One whose first frames and text are those of a trace that is kept, but which is another, is
   * not kept: they would replace each other for ever.
   */

  private static final int KEPT_BITS = 5;
  private static final int ONCE_BITS = 8;
  private static final int GOLDEN_RATIO = 0x9E3779B9;
  private static final int LONGEST = 16 << 10;
  private static final int MOST_FRAMES = 256;
  private static final int MOST_THROWABLES = 8;

  /** As many frames tell most traces apart. */
  private static final int TELLING_FRAMES = 4;

  private final @Nullable Trace[] kept = new Trace[1 << KEPT_BITS];
  private final int[] once = new int[1 << ONCE_BITS];

  /** A trace that was written, with all that it was made of. */
  static final class Trace {

    final byte[] content;
    final long hash;
    private final int print;
    private final String[] types;
    private final @Nullable String[] details;
    private final StackTraceElement[][] frames;

    private Trace(
        byte[] content,
        long hash,
        int print,
        String[] types,
        @Nullable String[] details,
        StackTraceElement[][] frames) {
      this.content = content;
      this.hash = hash;
      this.print = print;
      this.types = types;
      this.details = details;
      this.frames = frames;
    }

    private boolean shows(Throwable thrown, StackTraceElement[] top) {
      Throwable next = thrown;
      for (int i = 0; i < types.length; i++) {
        if (next == null
            || !types[i].equals(next.getClass().getName())
            || ThrowableText.suppressed(next).length != 0
            || !Arrays.equals(frames[i], i == 0 ? top : ThrowableText.frames(next))
            || !Objects.equals(details[i], ThrowableText.detail(next))) {
          return false;
        }
        next = ThrowableText.cause(next);
      }
      return next == null;
    }
  }

  /**
   * What was written for a throwable that shows the same.
   *
   * @param print as {@link #print} has it
   * @param thrown what was thrown
   * @param top its frames
   * @return null if none is kept
   */
  @Nullable Trace find(int print, Throwable thrown, StackTraceElement[] top) {
    Trace found = kept[slot(print, KEPT_BITS)];
    return found != null && found.print == print && found.shows(thrown, top) ? found : null;
  }

  /** Keeps what was written, if it was written before. */
  void add(int print, StackTraceWalk walk, Throwable thrown, ByteSink sink, int from, long hash) {
    int slot = slot(print, ONCE_BITS);
    if (once[slot] != print) {
      once[slot] = print;
      return;
    }
    Trace other = kept[slot(print, KEPT_BITS)];
    if ((other == null || other.print != print) && sink.size() - from <= LONGEST) {
      keep(walk, thrown, Arrays.copyOfRange(sink.array(), from, sink.size()), hash, print);
    }
  }

  private void keep(StackTraceWalk walk, Throwable thrown, byte[] content, long hash, int print) {
    int count = 0;
    int weight = 0;
    for (Throwable next = thrown; next != null; next = ThrowableText.cause(next)) {
      String detail = ThrowableText.detail(next);
      weight += walk.framesOf(next).length * (LONGEST / MOST_FRAMES);
      weight += detail == null ? 0 : detail.length();
      count++;
      if (count > MOST_THROWABLES
          || weight > LONGEST
          || ThrowableText.suppressed(next).length != 0) {
        return;
      }
    }
    String[] types = new String[count];
    @Nullable String[] details = new String[count];
    StackTraceElement[][] frames = new StackTraceElement[count][];
    Throwable next = thrown;
    for (int i = 0; i < count && next != null; i++) {
      types[i] = next.getClass().getName();
      details[i] = ThrowableText.detail(next);
      frames[i] = walk.framesOf(next);
      next = ThrowableText.cause(next);
    }
    kept[slot(print, KEPT_BITS)] = new Trace(content, hash, print, types, details, frames);
  }

  /** Tells most traces apart, from what is read anyway. */
  static int print(Throwable thrown, StackTraceElement[] frames) {
    int print = thrown.getClass().getName().hashCode() * 31 + frames.length;
    for (int i = 0; i < frames.length && i < TELLING_FRAMES; i++) {
      StackTraceElement frame = frames[i];
      if (frame != null) {
        print = print * 31 + frame.getMethodName().hashCode();
        print = print * 31 + frame.getLineNumber();
      }
    }
    String detail = ThrowableText.detail(thrown);
    return detail == null || detail.length() > LONGEST ? print : print * 31 + detail.hashCode();
  }

  private static int slot(int print, int bits) {
    return (print * GOLDEN_RATIO) >>> (Integer.SIZE - bits);
  }
}
