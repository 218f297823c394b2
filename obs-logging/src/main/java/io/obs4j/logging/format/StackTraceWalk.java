package io.obs4j.logging.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One throwable that is being written, with all that it brings along. For one call. */
final class StackTraceWalk {

  private static final byte[] NOTHING = {};
  private static final byte[] CAUSED_BY = ascii("Caused by: ");
  private static final byte[] WRAPPED_BY = ascii("Wrapped by: ");
  private static final byte[] SUPPRESSED = ascii("Suppressed: ");
  private static final byte[] TAB = ascii("\\t");
  private static final byte[] NEW_LINE = ascii("\\n");
  private static final StackTraceElement[] NO_FRAMES = {};

  /** What the last line takes that tells of a cut. */
  private static final int ROOM_FOR_CUT = 48;

  /** A throwable, its frames, and whether it was written. */
  private static final int STRIDE = 3;

  private final StackTraces form;
  private final FrameCache frames;
  private final Masker masker;
  private final ByteSink sink;
  private final int end;
  private @Nullable Object[] read = new Object[4 * STRIDE];
  private int readCount;
  private int written;
  private boolean full;
  private boolean masked;

  StackTraceWalk(StackTraces form, FrameCache frames, Masker masker, ByteSink sink) {
    this.form = form;
    this.frames = frames;
    this.masker = masker;
    this.sink = sink;
    this.end = sink.size() + form.bytes - ROOM_FOR_CUT;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Writes it, and returns its hash if that is asked for. */
  long write(Throwable thrown) {
    if (form.rootCauseFirst) {
      rootFirst(thrown, NO_FRAMES, NOTHING, 0);
    } else {
      inOrder(thrown, NO_FRAMES, NOTHING, 0);
    }
    if (full) {
      sink.writeAscii("... cut at ");
      sink.writeLong(form.bytes);
      sink.writeAscii(" bytes");
      sink.writeBytes(NEW_LINE);
    }
    return form.hashed ? hash(thrown) : 0;
  }

  /** Whether something was masked, so that it must be masked and counted the next time, too. */
  boolean masked() {
    return masked;
  }

  /** The frames of a throwable, asked for once. */
  StackTraceElement[] framesOf(Throwable thrown) {
    int index = indexOf(thrown);
    return (StackTraceElement[]) read[index + 1];
  }

  private int indexOf(Throwable thrown) {
    for (int i = 0; i < readCount; i += STRIDE) {
      if (read[i] == thrown) {
        return i;
      }
    }
    return add(thrown, ThrowableText.frames(thrown));
  }

  /** Takes in a throwable with its frames. */
  int add(Throwable thrown, StackTraceElement[] itsFrames) {
    if (readCount == read.length) {
      read = Arrays.copyOf(read, 2 * read.length);
    }
    int added = readCount;
    read[added] = thrown;
    read[added + 1] = itsFrames;
    readCount += STRIDE;
    return added;
  }

  private void inOrder(Throwable first, StackTraceElement[] above, byte[] caption, int depth) {
    StackTraceElement[] before = above;
    byte[] words = caption;
    for (Throwable next = first; next != null; next = ThrowableText.cause(next)) {
      if (!begin(next, words, depth)) {
        return;
      }
      title(next, words, depth);
      before = body(next, before, depth);
      words = CAUSED_BY;
    }
  }

  /** Returns the frames that were written last at this depth. */
  private StackTraceElement[] rootFirst(
      Throwable thrown, StackTraceElement[] above, byte[] caption, int depth) {
    if (!begin(thrown, caption, depth)) {
      return NO_FRAMES;
    }
    Throwable cause = ThrowableText.cause(thrown);
    StackTraceElement[] before = cause == null ? above : rootFirst(cause, above, caption, depth);
    title(thrown, cause == null ? caption : WRAPPED_BY, depth);
    return body(thrown, before, depth);
  }

  /** Whether a throwable is to be written; if not, writes why. */
  private boolean begin(Throwable thrown, byte[] caption, int depth) {
    if (full) {
      return false;
    }
    int index = indexOf(thrown);
    if (read[index + 2] != null) {
      int line = line(caption, depth);
      sink.writeAscii("[CIRCULAR REFERENCE: ");
      text(thrown);
      if (!full) {
        sink.writeByte(']');
      }
      endLine(line);
      return false;
    }
    if (written == form.throwables) {
      int line = line(caption, depth);
      sink.writeAscii("[LIMIT: ");
      sink.writeLong(form.throwables);
      sink.writeAscii(" throwables]");
      endLine(line);
      return false;
    }
    read[index + 2] = true;
    written++;
    return true;
  }

  private void title(Throwable thrown, byte[] caption, int depth) {
    if (!full) {
      int line = line(caption, depth);
      text(thrown);
      endLine(line);
    }
  }

  private StackTraceElement[] body(Throwable thrown, StackTraceElement[] above, int depth) {
    StackTraceElement[] own = framesOf(thrown);
    int common = inCommon(own, above);
    frames(own, own.length - common, depth);
    count(common, " more", depth);
    for (Throwable each : ThrowableText.suppressed(thrown)) {
      if (form.rootCauseFirst) {
        rootFirst(each, own, SUPPRESSED, depth + 1);
      } else {
        inOrder(each, own, SUPPRESSED, depth + 1);
      }
    }
    return own;
  }

  private void frames(StackTraceElement[] own, int count, int depth) {
    int shown = Math.min(count, form.frames);
    int collapsed = 0;
    for (int i = 0; i < shown && !full; i++) {
      Frame frame = frames.of(own[i]);
      if (frame.collapsed && i > 0) {
        collapsed++;
      } else {
        count(collapsed, " collapsed", depth);
        collapsed = 0;
        int line = line(NOTHING, depth);
        sink.writeBytes(frame.line);
        check(line);
      }
    }
    count(collapsed, " collapsed", depth);
    count(count - shown, " left out", depth);
  }

  private void count(int count, String what, int depth) {
    if (count > 0 && !full) {
      int line = line(TAB, depth);
      sink.writeAscii("... ");
      sink.writeLong(count);
      sink.writeAscii(what);
      endLine(line);
    }
  }

  private int line(byte[] caption, int depth) {
    int from = sink.size();
    for (int i = 0; i < depth; i++) {
      sink.writeBytes(TAB);
    }
    sink.writeBytes(caption);
    return from;
  }

  private void endLine(int from) {
    if (!full) {
      sink.writeBytes(NEW_LINE);
    }
    check(from);
  }

  /** Takes back a line that does not fit any more. */
  private void check(int from) {
    if (sink.size() > end) {
      sink.truncate(from);
      full = true;
    }
  }

  /** Writes what a throwable tells of itself, as far as it fits. */
  private void text(Throwable thrown) {
    int from = sink.size();
    boolean fits = true;
    String detail = ThrowableText.detail(thrown);
    if (ThrowableText.isPlain(thrown)) {
      fits = bounded(thrown.getClass().getName());
      if (detail != null) {
        sink.writeAscii(": ");
        fits &= bounded(detail);
      }
    } else if (detail != null) {
      fits = bounded(detail);
    }
    masked |= masker.maskText(sink, from, !fits);
    int most = end - NEW_LINE.length;
    if (!fits || sink.size() > most) {
      sink.truncate(JsonContent.boundary(sink, from, Math.min(most, sink.size())));
      sink.writeBytes(NEW_LINE);
      full = true;
    }
  }

  /** Writes more of a text than fits, so that a secret at its end is found, but not all of it. */
  private boolean bounded(String text) {
    int most = Math.max(0, end - sink.size()) + Masker.LONGEST_SECRET;
    JsonString.writeContent(sink, text, 0, Math.min(text.length(), most));
    return text.length() <= most;
  }

  private static int inCommon(StackTraceElement[] own, StackTraceElement[] above) {
    int mine = own.length - 1;
    int theirs = above.length - 1;
    while (mine >= 0 && theirs >= 0 && own[mine] != null && own[mine].equals(above[theirs])) {
      mine--;
      theirs--;
    }
    return own.length - 1 - mine;
  }

  private long hash(Throwable thrown) {
    long hash = 0;
    StackTraceElement[] before = NO_FRAMES;
    Throwable next = thrown;
    for (int i = 0; next != null && i < form.throwables; i++) {
      StackTraceElement[] own = framesOf(next);
      hash = TraceHash.add(hash, TraceHash.ofClass(ThrowableText.type(next)));
      hash = TraceHash.add(hash, own, own.length - inCommon(own, before), frames);
      before = own;
      next = ThrowableText.cause(next);
    }
    return hash;
  }
}
