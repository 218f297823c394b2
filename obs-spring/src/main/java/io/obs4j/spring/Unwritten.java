package io.obs4j.spring;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import java.time.Duration;

/** For lines that somebody else has written already. */
enum Unwritten implements LogSink {
  INSTANCE;

  @Override
  public void start(Diagnostics diagnostics) {}

  @Override
  public void write(byte[] bytes, int offset, int length, LogLevel level) {}

  @Override
  public boolean takesBlocks() {
    return true;
  }

  @Override
  public boolean flush(Duration limit) {
    return true;
  }

  @Override
  public void close(Duration limit) {}
}
