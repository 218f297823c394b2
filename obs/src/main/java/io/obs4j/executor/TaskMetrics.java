package io.obs4j.executor;

import io.obs4j.core.Clock;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.UpDownCounter;
import org.jspecify.annotations.Nullable;

/** What is measured of the tasks of one executor. */
final class TaskMetrics {

  static final String EXECUTOR = "executor";

  private final Backlog backlog;
  final UpDownCounter active;
  final Counter rejected;
  private final Clock clock;
  private final String name;
  private final Histogram waiting;
  private final Histogram well;
  private final Family<Histogram> durations;

  TaskMetrics(String name, Backlog backlog, Metrics metrics, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.backlog = backlog;
    active =
        metrics
            .upDownCounter("executor.tasks.active")
            .unit("{task}")
            .help("Tasks that run.")
            .labels(EXECUTOR)
            .of(name);
    rejected =
        metrics
            .counter("executor.tasks.rejected")
            .unit("{task}")
            .help("Tasks that the executor refused.")
            .labels(EXECUTOR)
            .of(name);
    waiting =
        metrics
            .histogram("executor.task.waiting")
            .unit("s")
            .help("How long tasks waited for a thread.")
            .labels(EXECUTOR)
            .of(name);
    durations =
        metrics
            .histogram("executor.task.duration")
            .unit("s")
            .help("How long tasks ran.")
            .labels(EXECUTOR, "error.type");
    well = durations.of(name, "");
  }

  long now() {
    return clock.nanoTime();
  }

  void queued() {
    backlog.entered();
  }

  void unqueued() {
    backlog.left();
  }

  /** Nothing waits any more, nor ever will. */
  void queueDropped() {
    backlog.dropped();
  }

  void began(long dueNanos, long nowNanos) {
    waiting.recordNanos(Math.max(0, nowNanos - dueNanos));
    active.increment();
  }

  void ended(long begunNanos, @Nullable Throwable failure) {
    long nanos = clock.nanoTime() - begunNanos;
    active.decrement();
    (failure == null ? well : durations.of(name, failure.getClass().getName())).recordNanos(nanos);
  }
}
