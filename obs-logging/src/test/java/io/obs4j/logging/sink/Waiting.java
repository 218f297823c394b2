package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What tests of sinks share. */
final class Waiting {

  private Waiting() {}

  /** Waits for something that another thread or process brings about. */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static void write(LogSink sink, String text) {
    byte[] line = line(text);
    sink.write(line, 0, line.length, LogLevel.INFO);
  }
}
