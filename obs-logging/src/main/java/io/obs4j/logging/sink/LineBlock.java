package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;

/** Lines that are written at once. For one thread at a time. */
final class LineBlock {

  private final int capacity;
  private final int mostLines;
  private byte[] bytes;
  private int start;
  private int size;
  private int lines;
  private long time;
  private LogLevel gravest = LogLevel.TRACE;

  /** Of so many bytes and lines at the most; a single line may be longer. */
  LineBlock(int capacity, int mostLines) {
    this.capacity = capacity;
    this.mostLines = mostLines;
    this.bytes = new byte[capacity];
  }

  boolean fits(int length) {
    return lines == 0 || (lines < mostLines && length <= capacity - size);
  }

  /** Begins a line, which is then appended in parts. */
  void begin(int length, LogLevel level, long handedOver) {
    if (length > bytes.length) {
      bytes = new byte[length]; // The first of the block.
    }
    if (lines == 0) {
      time = handedOver;
    }
    lines++;
    if (level.isAtLeast(gravest)) {
      gravest = level;
    }
  }

  void append(byte[] source, int length) {
    System.arraycopy(source, 0, bytes, size, length);
    size += length;
  }

  void reset() {
    if (bytes.length > capacity) {
      bytes = new byte[capacity];
    }
    start = 0;
    size = 0;
    lines = 0;
    gravest = LogLevel.TRACE;
  }

  int lines() {
    return lines;
  }

  void writeTo(LogSink sink) {
    sink.write(bytes, 0, size, gravest);
  }

  /** Keeps what the sink does not take. */
  void offerTo(QueuedSink sink, boolean through) {
    start += sink.take(bytes, start, size - start, gravest, time, through);
    lines = Lines.count(bytes, start, size);
  }
}
