package io.obs4j.logging.format;

import io.obs4j.core.internal.JsonString;

/**
 * Masks what was just written, within the bounds of its value. Masking comes before cutting: a text
 * may be longer than it can stay until it was masked, so that a secret that the cut goes through is
 * found.
 *
 * @param masker of an encoder
 * @param hasPatterns whether texts are to be looked through
 */
record Secrets(Masker masker, boolean hasPatterns) {

  private static final int BEYOND_CUT = Masker.LONGEST_SECRET * JsonString.MOST_BYTES;

  /** Gives room to a text that {@link #mask} is about to take again. */
  void begin(BoundedText text) {
    if (hasPatterns) {
      text.reserve(-BEYOND_CUT);
    }
  }

  /** Masks the content of a string that was appended since the text {@linkplain #begin began}. */
  void mask(BoundedText text, int from) {
    if (hasPatterns) {
      text.reserve(BEYOND_CUT);
      masker.maskText(text.out(), from, text.isCut());
      text.cutToBound(from);
    }
  }

  /** Masks a number. */
  void maskNumber(BoundedText text, int from) {
    if (hasPatterns && text.out().size() > from) {
      masker.maskNumber(text.out(), from);
    }
  }

  /** Whether the value of a key is a secret. */
  boolean isSecret(String key) {
    return masker.masksKey(key);
  }

  /** Masks the value of such a key. */
  void maskValue(String key, BoundedText text, int from) {
    masker.maskValue(key, text.out(), from);
  }
}
