package io.obs4j.logging;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that keeps lines, and takes none while it is broken. */
final class KeptLines implements LogSink {

  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile boolean broken;
  volatile boolean throwing;

  @Override
  public void start(Diagnostics diagnostics) {
    calls.add("start");
    throwIfAsked();
  }

  @Override
  public void write(byte[] bytes, int offset, int length, LogLevel level) {
    throwIfAsked();
    if (!broken) {
      lines.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
  }

  @Override
  public boolean writeThrough(byte[] bytes, int offset, int length, LogLevel level) {
    write(bytes, offset, length, level);
    return !broken;
  }

  @Override
  public boolean flush(Duration limit) {
    calls.add("flush");
    throwIfAsked();
    return !broken;
  }

  @Override
  public void close(Duration limit) {
    calls.add("close");
    throwIfAsked();
  }

  private void throwIfAsked() {
    if (throwing) {
      throw new IllegalStateException("asked to throw");
    }
  }
}
