package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;

/**
 * The content of JSON strings, up to a bound: what does not fit is cut at the end of a character,
 * and nothing is appended any more. Not safe for use by several threads at once.
 */
final class BoundedText {

  private ByteSink out;
  private int bound;
  private boolean cut;

  BoundedText(ByteSink out) {
    this.out = out;
  }

  /** Begins anew, in a sink that may grow to a size. */
  void begin(ByteSink sink, int mostSize) {
    out = sink;
    bound = mostSize;
    cut = false;
  }

  /** Begins anew in the same sink. */
  void begin(int mostSize) {
    bound = mostSize;
    cut = false;
  }

  ByteSink out() {
    return out;
  }

  /** The size that the sink may grow to. */
  int bound() {
    return bound;
  }

  /** Keeps bytes for what must come at the end, or, if negative, allows them again. */
  void reserve(int bytes) {
    bound -= bytes;
  }

  /** How many bytes may come yet. */
  int left() {
    return bound - out.size();
  }

  /** Whether something did not fit. */
  boolean isCut() {
    return cut;
  }

  /** Lets nothing follow. */
  void cut() {
    cut = true;
  }

  void append(String text) {
    append(text, 0, text.length());
  }

  void append(String text, int from, int to) {
    int at = from;
    while (at < to && !cut) {
      int fit = left() / JsonString.MOST_BYTES;
      if (fit <= 0) {
        cut = true;
      } else {
        at = JsonString.writeContent(out, text, at, at + Math.min(fit, to - at));
      }
    }
  }

  /** Appends a text of which the escaped bytes are known. */
  void append(byte[] escaped, String text) {
    if (!cut && escaped.length <= left()) {
      out.writeBytes(escaped);
    } else {
      append(text);
    }
  }

  void append(long number) {
    if (!cut && left() >= 20) {
      out.writeLong(number);
    } else {
      cut = true;
    }
  }

  /** Cuts content that was appended by somebody else and is too long. */
  void cutToBound(int from) {
    if (out.size() > bound) {
      out.truncate(JsonContent.boundary(out, from, Math.max(from, bound)));
      cut = true;
    }
  }
}
