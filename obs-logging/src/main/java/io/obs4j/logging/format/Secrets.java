package io.obs4j.logging.format;

/**
 * Masks what was just written, within the bounds of its value.
 *
 * @param masker of an encoder
 * @param hasPatterns whether texts are to be looked through
 */
record Secrets(Masker masker, boolean hasPatterns) {

  /** Masks the content of a string that a text has just appended. */
  void mask(BoundedText text, int from) {
    if (hasPatterns) {
      masker.maskText(text.out(), from);
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
