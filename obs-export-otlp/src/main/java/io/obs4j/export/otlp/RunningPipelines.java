package io.obs4j.export.otlp;

import io.obs4j.core.internal.Uninterrupted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What carries the signals of one exporter that was started. Each has a task done at the same time
 * as the others: none waits for another's destination.
 *
 * @param records those of spans and log records
 * @param metrics those of metrics, which tell what became of the others
 */
record RunningPipelines(List<Pipeline> records, List<Pipeline> metrics) {

  /**
   * What carries one signal.
   *
   * @param flush within a limit; whether all arrived that was recorded before
   * @param close sends what is left within a limit, and gives back what it holds; called once
   */
  record Pipeline(Predicate<Duration> flush, Consumer<Duration> close) {}

  /** Whether all arrived that was recorded before; false if the thread is interrupted. */
  boolean flush(Duration limit) {
    List<Pipeline> all = new ArrayList<>(records);
    all.addAll(metrics);
    boolean arrived = true;
    try {
      for (FutureTask<Boolean> task : begin(all, pipeline -> pipeline.flush.test(limit))) {
        arrived &= succeeded(task);
      }
      return arrived;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Metrics last; a quarter of the time is theirs. A thread that is interrupted waits all the same,
   * as what is not sent now is lost.
   */
  void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    closeAll(records, metrics.isEmpty() ? limit : limit.multipliedBy(3).dividedBy(4));
    closeAll(metrics, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  private static void closeAll(List<Pipeline> pipelines, Duration limit) {
    boolean interrupted = Thread.interrupted();
    try {
      for (FutureTask<Boolean> task :
          begin(
              pipelines,
              pipeline -> {
                pipeline.close.accept(limit);
                return true;
              })) {
        Uninterrupted.await(left -> succeeded(task), 0);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The first is done by this thread, once the others have theirs. */
  private static List<FutureTask<Boolean>> begin(
      List<Pipeline> pipelines, Predicate<Pipeline> task) {
    List<FutureTask<Boolean>> begun = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      begun.add(new FutureTask<>(() -> task.test(pipeline)));
    }
    for (int i = 1; i < begun.size(); i++) {
      Thread thread = new Thread(null, begun.get(i), "obs4j-otlp-wait", 0, false);
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        // The process may have no more threads: the task has its turn later.
      }
    }
    return begun;
  }

  private static boolean succeeded(FutureTask<Boolean> task) throws InterruptedException {
    task.run(); // Does nothing where a thread does it.
    try {
      return task.get();
    } catch (ExecutionException e) {
      return false;
    }
  }
}
