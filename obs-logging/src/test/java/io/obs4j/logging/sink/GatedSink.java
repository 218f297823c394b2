package io.obs4j.logging.sink;

import io.obs4j.core.Diagnostics;
import io.obs4j.judges.Waiting;
import io.obs4j.logging.format.LogLevel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Keeps what is written, and holds writers up while its gate is closed. */
final class GatedSink implements LogSink {

  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);

  /** What each flush takes one of. */
  final Semaphore flushes = new Semaphore(Integer.MAX_VALUE / 2);

  private final List<String> writes = new ArrayList<>();
  final AtomicBoolean started = new AtomicBoolean();
  final AtomicBoolean closed = new AtomicBoolean();
  final AtomicInteger waiting = new AtomicInteger();
  volatile boolean blocks = true;
  volatile boolean throwing;
  volatile boolean slow;
  volatile long lost;

  void hold() {
    gate.drainPermits();
  }

  /** Has the worker of a sink in front hang in the write of a line: what follows stays there. */
  void holdBehind(LogSink sink) {
    hold();
    Written.write(sink, "held");
    Waiting.until("the worker to write", () -> waiting.get() == 1);
  }

  void release() {
    gate.release(Integer.MAX_VALUE / 2);
  }

  synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String write : writes()) {
      lines.addAll(write.lines().toList());
    }
    return lines;
  }

  @Override
  public String name() {
    return "gated";
  }

  @Override
  public boolean takesBlocks() {
    return blocks;
  }

  @Override
  public void start(Diagnostics diagnostics) {
    started.set(true);
  }

  @Override
  public void write(byte[] bytes, int offset, int length, LogLevel level) {
    waiting.incrementAndGet();
    try {
      gate.acquire();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while held", e);
    }
    gate.release();
    if (slow) {
      LockSupport.parkNanos(1_000_000);
    }
    if (throwing) {
      throw new IllegalStateException("on purpose");
    }
    synchronized (this) {
      writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
  }

  @Override
  public long lost() {
    return lost;
  }

  @Override
  public boolean flush(Duration limit) {
    flushes.acquireUninterruptibly();
    return true;
  }

  @Override
  public void close(Duration limit) {
    closed.set(true);
  }
}
