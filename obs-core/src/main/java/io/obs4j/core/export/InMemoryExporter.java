package io.obs4j.core.export;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exporter;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps spans and log records in memory, for tests: a span is there as soon as its {@code end()}
 * has returned, a record as soon as the call that logged it has.
 *
 * <p>It holds a limited number of each. Those beyond are dropped and counted in {@code obs.faults}.
 * What it holds stays readable after the close. Safe for use by any thread.
 */
public final class InMemoryExporter implements Exporter {

  /** The kind of fault when records are dropped because there are too many. */
  public static final String FAULT = "exporter.memory";

  /** How many spans, and how many logs, are kept, unless said otherwise: {@value}. */
  public static final int DEFAULT_LIMIT = 10_000;

  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<SpanRecord> spans = new ArrayList<>();
  private final List<LogRecord> logs = new ArrayList<>();
  private final List<RecordSource.Subscription> subscriptions = new ArrayList<>();
  private boolean closed;

  private InMemoryExporter(int limit) {
    this.limit = limit;
  }

  /**
   * An exporter that keeps up to 10,000 spans and as many logs.
   *
   * @return not started
   */
  public static InMemoryExporter create() {
    return new InMemoryExporter(DEFAULT_LIMIT);
  }

  /**
   * An exporter that keeps up to a number of spans and as many logs.
   *
   * @param limit how many of each, at least 1
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
      if (closed || !subscriptions.isEmpty()) {
        throw new IllegalStateException(
            "This in-memory exporter was started or closed before. Make a new one.");
      }
      subscriptions.add(signals.spans().subscribe(span -> keep(span, spans, "spans", diagnostics)));
      subscriptions.add(signals.logs().subscribe(log -> keep(log, logs, "logs", diagnostics)));
    } finally {
      lock.unlock();
    }
  }

  private <T> void keep(T record, List<T> kept, String what, Diagnostics diagnostics) {
    if (!add(record, kept)) {
      diagnostics.fault(
          FAULT,
          what,
          "The in-memory exporter holds "
              + limit
              + ' '
              + what
              + ", as many as it may; further ones are dropped."
              + " Call clear() between tests, or create(limit) with more.");
    }
  }

  private <T> boolean add(T record, List<T> kept) {
    lock.lock();
    try {
      if (kept.size() >= limit) {
        return false;
      }
      kept.add(record);
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
    return copy(spans);
  }

  /**
   * What was logged since the start or the last {@link #clear()}.
   *
   * @return the records in the order in which they were logged; a copy
   */
  public List<LogRecord> logs() {
    return copy(logs);
  }

  private <T> List<T> copy(List<T> kept) {
    lock.lock();
    try {
      return List.copyOf(kept);
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
    return await(spans, count, atMost);
  }

  /**
   * Waits until there are so many log records, logged on whatever thread.
   *
   * @param count how many
   * @param atMost how long to wait
   * @return the records in the order in which they were logged: fewer if time ran out or the thread
   *     was interrupted, which it then still is
   */
  public List<LogRecord> awaitLogs(int count, Duration atMost) {
    return await(logs, count, atMost);
  }

  private <T> List<T> await(List<T> kept, int count, Duration atMost) {
    long nanos = TimeUnit.NANOSECONDS.convert(atMost);
    lock.lock();
    try {
      while (kept.size() < count && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return copy(kept);
  }

  /** Forgets all spans and logs. */
  public void clear() {
    lock.lock();
    try {
      spans.clear();
      logs.clear();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close(Duration limit) {
    List<RecordSource.Subscription> ending;
    lock.lock();
    try {
      ending = closed ? List.of() : List.copyOf(subscriptions);
      closed = true;
    } finally {
      lock.unlock();
    }
    for (RecordSource.Subscription subscription : ending) {
      subscription.close();
    }
  }
}
