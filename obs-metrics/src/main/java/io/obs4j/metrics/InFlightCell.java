package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one series that are in flight. Starting and ending is adding to a concurrent set and
 * removing from it; ages are added up when they are read.
 */
final class InFlightCell extends Cell implements InFlight {

  private final Set<RunningTask> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private boolean started;
  private int activities;

  InFlightCell(Place place) {
    super(place);
  }

  @Override
  public Task start() {
    if (closed) {
      table.refuse(Refusal.REMOVED);
      return RefusingInFlight.INSTANCE;
    }
    RunningTask task = new RunningTask(table.clock().nanoTime());
    running.add(task);
    if (!started) {
      started = true;
    }
    return task;
  }

  private final class RunningTask implements Task {

    private final long startNanos;

    RunningTask(long startNanos) {
      this.startNanos = startNanos;
    }

    @Override
    public void close() {
      running.remove(this);
    }
  }

  /** Reports the age of the oldest task, and the sum of all ages, in seconds. */
  void observeAges(Callbacks callbacks, @Nullable SeriesTable oldest, @Nullable SeriesTable sum) {
    long now = table.clock().nanoTime();
    long most = 0;
    double all = 0;
    for (RunningTask task : running) {
      long age = Math.max(0, now - task.startNanos);
      most = Math.max(most, age);
      all += age;
    }
    if (oldest != null) {
      callbacks.observe(oldest, keyIn(oldest), most / 1e9);
    }
    if (sum != null) {
      callbacks.observe(sum, keyIn(sum), all / 1e9);
    }
  }

  /** Rules may have dropped other labels there. */
  private SeriesKey keyIn(SeriesTable other) {
    return key.relabelled(table.labelNames(), other.labelNames());
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    visitor.counter(this, readings.number.set((long) running.size(), null));
  }

  /** A series with tasks in flight is never idle. */
  @Override
  long activity() {
    if (started || !running.isEmpty()) {
      started = false;
      activities++;
    }
    return activities;
  }

  @Override
  void close() {
    closed = true;
  }
}
