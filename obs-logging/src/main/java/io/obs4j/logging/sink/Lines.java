package io.obs4j.logging.sink;

/** What a run of bytes holds, seen as lines. */
final class Lines {

  private Lines() {}

  /** How many lines end within it. */
  static int count(byte[] bytes, int from, int to) {
    int lines = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        lines++;
      }
    }
    return lines;
  }

  /** The index after the line feed that comes next, or the end if there is none. */
  static int endOfLine(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return to;
  }
}
