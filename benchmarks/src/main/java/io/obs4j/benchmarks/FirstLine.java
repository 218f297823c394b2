package io.obs4j.benchmarks;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import java.time.Duration;
import java.util.Arrays;

/** A sink that lines end in; the first is kept, of the others only the length is read. */
final class FirstLine implements LogSink {

  private byte[] first = {};
  private long length;

  void write(byte[] bytes) {
    write(bytes, 0, bytes.length, LogLevel.INFO);
  }

  @Override
  public void write(byte[] bytes, int offset, int count, LogLevel level) {
    if (length == 0) {
      first = Arrays.copyOfRange(bytes, offset, offset + count);
    }
    length += count;
  }

  /** The first line. */
  byte[] line() {
    return first.clone();
  }

  @Override
  public void start(Diagnostics diagnostics) {}

  @Override
  public boolean flush(Duration limit) {
    return true;
  }

  @Override
  public void close(Duration limit) {}
}
