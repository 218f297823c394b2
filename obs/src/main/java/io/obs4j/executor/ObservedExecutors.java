package io.obs4j.executor;

import io.obs4j.core.Clock;
import io.obs4j.metrics.Metrics;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts an executor in front of another one that measures its tasks, and carries the current context
 * to them. All metrics have the label {@code executor}.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><td>{@code executor.task.duration}</td><td>how long tasks run, in seconds; those that throw
 * have the class as {@code error.type}</td></tr>
 * <tr><td>{@code executor.task.waiting}</td><td>how long they waited for a thread, in seconds</td></tr>
 * <tr><td>{@code executor.tasks.queued}</td><td>how many wait</td></tr>
 * <tr><td>{@code executor.tasks.active}</td><td>how many run</td></tr>
 * <tr><td>{@code executor.tasks.rejected}</td><td>how many were refused</td></tr>
 * <tr><td>{@code executor.threads}</td><td>how many threads of a factory live</td></tr>
 * <tr><td>{@code executor.threads.started}</td><td>how many it has started</td></tr>
 * </table>
 */
public final class ObservedExecutors {

  private final Metrics metrics;
  private final Clock clock;
  private @Nullable Backlogs backlogs;

  private ObservedExecutors(Metrics metrics, Clock clock) {
    this.metrics = Objects.requireNonNull(metrics, "metrics");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * What observes executors. Safe for use by any thread.
   *
   * @param metrics where they are shown
   * @param clock that times
   * @return without an executor yet
   */
  public static ObservedExecutors of(Metrics metrics, Clock clock) {
    return new ObservedExecutors(metrics, clock);
  }

  /**
   * An executor whose tasks are measured and run in the context in which they were handed over.
   *
   * @param name the value of the label, one of few
   * @param executor that runs the tasks; if it is a {@link ScheduledExecutorService}, what is
   *     returned is one, too
   * @return to be used in its place
   */
  public ExecutorService observe(String name, ExecutorService executor) {
    Backlog backlog = new Backlog(name, Objects.requireNonNull(executor, "executor"));
    TaskMetrics measured = new TaskMetrics(name, backlog, metrics, clock);
    backlogs().add(backlog);
    return executor instanceof ScheduledExecutorService scheduled
        ? new ObservedScheduledExecutorService(scheduled, measured)
        : new ObservedExecutorService(executor, measured);
  }

  /**
   * A factory whose threads are counted. It carries no context: to threads of a pool none belongs.
   *
   * @param name the value of the label, one of few
   * @param factory that makes the threads, platform or virtual
   * @return to be used in its place
   */
  public ThreadFactory observe(String name, ThreadFactory factory) {
    return new ObservedThreadFactory(name, factory, metrics);
  }

  /** From the first executor on: without any there is nothing to show. */
  private synchronized Backlogs backlogs() {
    Backlogs known = backlogs;
    if (known == null) {
      known = new Backlogs(metrics);
      backlogs = known;
    }
    return known;
  }
}
