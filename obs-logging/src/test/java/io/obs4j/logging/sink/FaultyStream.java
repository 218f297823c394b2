package io.obs4j.logging.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what is written; holds writers up while its gate is closed, and fails when told to. */
final class FaultyStream extends OutputStream {

  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  final AtomicInteger waiting = new AtomicInteger();

  /** How many writes are to fail. */
  final AtomicInteger failures = new AtomicInteger();

  void hold() {
    gate.drainPermits();
  }

  void release() {
    gate.release(Integer.MAX_VALUE / 2);
  }

  List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.isEmpty()).toList();
  }

  /** How many lines the notices among them, which say "dropped" and a number, tell of. */
  long told() {
    long told = 0;
    for (String line : lines()) {
      told += line.startsWith("dropped ") ? Long.parseLong(line.substring(8)) : 0;
    }
    return told;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    waiting.incrementAndGet();
    gate.acquireUninterruptibly();
    gate.release();
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("on purpose");
    }
    bytes.write(source, offset, length);
  }
}
