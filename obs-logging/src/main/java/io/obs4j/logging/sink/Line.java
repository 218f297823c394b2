package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;

/** A line, or several, on its way past the queue. Its bytes are the caller's, during the call. */
final class Line {

  final byte[] bytes;
  final int offset;
  final int length;
  final LogLevel level;

  /** When it was handed over, if the sink asks for that. */
  final long time;

  Line(byte[] bytes, int offset, int length, LogLevel level, long time) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.level = level;
    this.time = time;
  }

  /** How many lines it is. */
  int count() {
    return Lines.count(bytes, offset, offset + length);
  }
}
