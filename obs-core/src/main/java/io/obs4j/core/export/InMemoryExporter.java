package io.obs4j.core.export;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exporter;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps spans in memory, for tests: each is there as soon as its {@code end()} has returned.
 *
 * <p>It holds a limited number. Those beyond are dropped and counted in {@code obs.faults}. What it
 * holds stays readable after the close. Safe for use by any thread.
 */
public final class InMemoryExporter implements Exporter {

  /** The kind of fault when spans are dropped because there are too many. */
  public static final String FAULT = "exporter.memory";

  /** How many spans are kept, unless said otherwise: {@value}. */
  public static final int DEFAULT_LIMIT = 10_000;

  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<SpanRecord> spans = new ArrayList<>();
  private RecordSource.@Nullable Subscription subscription;
  private boolean closed;

  private InMemoryExporter(int limit) {
    this.limit = limit;
  }

  /**
   * An exporter that keeps up to 10,000 spans.
   *
   * @return not started
   */
  public static InMemoryExporter create() {
    return new InMemoryExporter(DEFAULT_LIMIT);
  }

  /**
   * An exporter that keeps up to a number of spans.
   *
   * @param limit how many, at least 1
   * @return not started
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public static InMemoryExporter create(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "limit " + limit + " must be at least 1: nothing could be kept");
    }
    return new InMemoryExporter(limit);
  }

  @Override
  public void start(Signals signals) {
    Diagnostics diagnostics = signals.diagnostics();
    lock.lock();
    try {
      if (closed || subscription != null) {
        throw new IllegalStateException(
            "This in-memory exporter was started or closed before. Make a new one.");
      }
      subscription = signals.spans().subscribe(span -> keep(span, diagnostics));
    } finally {
      lock.unlock();
    }
  }

  private void keep(SpanRecord span, Diagnostics diagnostics) {
    if (!add(span)) {
      diagnostics.fault(
          FAULT,
          "spans",
          "The in-memory exporter holds "
              + limit
              + " spans, as many as it may; further ones are dropped."
              + " Call clear() between tests, or create(limit) with more.");
    }
  }

  private boolean add(SpanRecord span) {
    lock.lock();
    try {
      if (spans.size() >= limit) {
        return false;
      }
      spans.add(span);
      arrived.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What has ended since the start or the last {@link #clear()}.
   *
   * @return the spans in the order of their ends; a copy
   */
  public List<SpanRecord> spans() {
    lock.lock();
    try {
      return List.copyOf(spans);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there are so many spans, ended on whatever thread.
   *
   * @param count how many
   * @param atMost how long to wait
   * @return the spans in the order of their ends: fewer if time ran out or the thread was
   *     interrupted, which it then still is
   */
  public List<SpanRecord> awaitSpans(int count, Duration atMost) {
    long nanos = TimeUnit.NANOSECONDS.convert(atMost);
    lock.lock();
    try {
      while (spans.size() < count && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return spans();
  }

  /** Forgets all spans. */
  public void clear() {
    lock.lock();
    try {
      spans.clear();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close(Duration limit) {
    RecordSource.Subscription ending;
    lock.lock();
    try {
      ending = closed ? null : subscription;
      closed = true;
    } finally {
      lock.unlock();
    }
    if (ending != null) {
      ending.close();
    }
  }
}
