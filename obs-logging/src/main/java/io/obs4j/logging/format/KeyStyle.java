package io.obs4j.logging.format;

/** What the keys and values of events may look like. */
enum KeyStyle {
  /** Any key, any value. */
  FREE,
  /**
   * Keys with an underscore in front, of letters, digits, underscores, dots and hyphens, but never
   * {@code _id}; values that are texts or numbers.
   */
  GELF;

  String key(String key) {
    return this == GELF ? gelf(key) : key;
  }

  private static String gelf(String key) {
    StringBuilder clean = new StringBuilder(key.length() + 1).append('_');
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      clean.append(isPlain(c) ? c : '_');
    }
    return clean.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '-';
  }
}
