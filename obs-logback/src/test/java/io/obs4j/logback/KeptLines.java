package io.obs4j.logback;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that keeps what it is given. */
final class KeptLines implements LogSink {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> all() {
    return lines;
  }

  @Override
  public void start(Diagnostics diagnostics) {}

  @Override
  public void write(byte[] bytes, int offset, int length, LogLevel level) {
    lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public boolean flush(Duration limit) {
    return true;
  }

  @Override
  public void close(Duration limit) {}
}
