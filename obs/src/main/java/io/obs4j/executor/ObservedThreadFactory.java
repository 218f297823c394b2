package io.obs4j.executor;

import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.UpDownCounter;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Counts the threads of another factory. */
final class ObservedThreadFactory implements ThreadFactory {

  private final ThreadFactory delegate;
  private final UpDownCounter live;
  private final Counter started;

  ObservedThreadFactory(String name, ThreadFactory delegate, Metrics metrics) {
    this.delegate = Objects.requireNonNull(delegate, "factory");
    live =
        metrics
            .upDownCounter("executor.threads")
            .unit("{thread}")
            .help("Threads of a factory that live.")
            .labels(TaskMetrics.EXECUTOR)
            .of(name);
    started =
        metrics
            .counter("executor.threads.started")
            .unit("{thread}")
            .help("Threads of a factory that were started.")
            .labels(TaskMetrics.EXECUTOR)
            .of(name);
  }

  @Override
  public @Nullable Thread newThread(Runnable task) {
    Objects.requireNonNull(task, "task");
    return delegate.newThread(
        () -> {
          started.increment();
          live.increment();
          try {
            task.run();
          } finally {
            live.decrement();
          }
        });
  }
}
