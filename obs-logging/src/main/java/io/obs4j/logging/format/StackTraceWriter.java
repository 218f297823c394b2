package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;

/**
 * Writes throwables as the content of JSON strings, in one form. Never throws, whatever the
 * throwables do. Safe for use by any thread.
 */
final class StackTraceWriter {

  private final StackTraces form;
  private final Masker masker;
  private final FrameCache frames;
  private final SeenTraces seen = new SeenTraces();

  StackTraceWriter(StackTraces form, Masker masker) {
    this.form = form;
    this.masker = masker;
    this.frames = new FrameCache(form);
  }

  /** Whether {@link #write} returns a hash that is to be shown. */
  boolean hashes() {
    return form.hashed;
  }

  /**
   * Appends a throwable with its causes and all that they suppressed, each line with its end.
   *
   * @param sink written to: the content of a JSON string, without the quotes
   * @param thrown what was thrown
   * @return its hash, zero if hashes are not asked for
   */
  long write(ByteSink sink, Throwable thrown) {
    StackTraceElement[] top = ThrowableText.frames(thrown);
    int print = SeenTraces.print(thrown, top);
    SeenTraces.Trace kept = seen.find(print, thrown, top);
    if (kept != null) {
      sink.writeBytes(kept.content);
      return kept.hash;
    }
    int from = sink.size();
    StackTraceWalk walk = new StackTraceWalk(form, frames, masker, sink);
    walk.add(thrown, top);
    long hash = walk.write(thrown);
    if (!walk.masked()) {
      seen.add(print, walk, thrown, sink, from, hash);
    }
    return hash;
  }
}
