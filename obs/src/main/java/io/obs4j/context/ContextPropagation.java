package io.obs4j.context;

import io.opentelemetry.context.Context;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Carries the {@linkplain Context#current() current context}, and with it the current span and
 * baggage, from where work is handed over to where it runs.
 *
 * <p>The context is taken when a task is handed over, on the thread that does so, and is current
 * while the task runs, on whichever thread that is; afterwards the thread has its own again. What a
 * task throws, and interrupts, pass through. To wrap what is wrapped gives the same object. For a
 * task that shall run in another context than the current one there is {@link
 * Context#wrap(Runnable)}.
 *
 * <p>Beyond {@link Context#taskWrapping(ExecutorService)} periodic tasks have the context of their
 * scheduling, to close the wrapper closes as the wrapped executor does (the common pool not at
 * all), null tasks are refused at once, and there are thread factories and futures.
 *
 * <p>All methods are safe for use by any thread, and what they return is as safe as what was
 * wrapped.
 */
public final class ContextPropagation {

  private ContextPropagation() {}

  /**
   * An executor whose tasks run in the context in which they were handed to it.
   *
   * @param executor that runs the tasks; if it is an {@link ExecutorService}, what is returned is
   *     one, too, and the same holds for {@link ScheduledExecutorService}
   * @return the executor itself if it does so already
   */
  public static Executor wrap(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    if (executor instanceof PropagatingExecutor) {
      return executor;
    }
    if (executor instanceof ScheduledExecutorService scheduled) {
      return new PropagatingScheduledExecutorService(scheduled);
    }
    if (executor instanceof ExecutorService service) {
      return new PropagatingExecutorService(service);
    }
    return new PropagatingExecutor(executor);
  }

  /**
   * An executor service whose tasks run in the context in which they were handed to it.
   *
   * @param executor that runs the tasks; if it is a {@link ScheduledExecutorService}, what is
   *     returned is one, too
   * @return the executor itself if it does so already
   */
  public static ExecutorService wrap(ExecutorService executor) {
    return (ExecutorService) wrap((Executor) executor);
  }

  /**
   * A scheduler whose tasks run in the context in which they were scheduled, periodic ones in each
   * of their runs. A periodic task that shall not belong to the trace in which it was scheduled is
   * scheduled as {@code Context.root().wrap(task)}.
   *
   * @param executor that runs the tasks
   * @return the executor itself if it does so already
   */
  public static ScheduledExecutorService wrap(ScheduledExecutorService executor) {
    return (ScheduledExecutorService) wrap((Executor) executor);
  }

  /**
   * A factory whose threads, platform or virtual, run in the context in which they were made. It is
   * meant for one thread per task, as {@code Executors.newThreadPerTaskExecutor} and {@code
   * StructuredTaskScope} make them. The threads of a pool outlive the task that they were made for,
   * and its context would stay on them: there, wrap the pool.
   *
   * @param factory that makes the threads
   * @return the factory itself if it does so already
   */
  public static ThreadFactory wrapThreadFactory(ThreadFactory factory) {
    Objects.requireNonNull(factory, "factory");
    return factory instanceof PropagatingThreadFactory
        ? factory
        : new PropagatingThreadFactory(factory);
  }

  /**
   * A future that completes as the stage does, and whose dependent stages run in the context that
   * was current when they were attached, not in that of the thread that completes it. The same
   * holds for their dependents, down the chain. To cancel it cancels the stage, if that is a
   * future. Asynchronous dependents without an executor run on that of the stage.
   *
   * <p>{@link CompletableFuture#allOf} and {@link CompletableFuture#anyOf} make futures that carry
   * nothing: wrap what they return.
   *
   * @param stage to follow
   * @param <T> of the result
   * @return the stage itself if it does so already
   */
  public static <T> CompletableFuture<T> wrap(CompletionStage<T> stage) {
    Objects.requireNonNull(stage, "stage");
    return PropagatingFuture.of(stage);
  }

  /**
   * A future of what a supplier returns, which runs in the context of this call; its dependent
   * stages run in that of their attaching, as those of {@link #wrap(CompletionStage)} do.
   *
   * @param supplier to run
   * @param executor to run it on
   * @param <T> of the result
   * @return the future
   */
  public static <T> CompletableFuture<T> supplyAsync(
      Supplier<? extends T> supplier, Executor executor) {
    return new PropagatingFuture<T>().completeAsync(supplier, executor);
  }

  /**
   * As {@link #supplyAsync(Supplier, Executor)}, on the executor that {@link CompletableFuture}
   * uses by default.
   *
   * @param supplier to run
   * @param <T> of the result
   * @return the future
   */
  public static <T> CompletableFuture<T> supplyAsync(Supplier<? extends T> supplier) {
    return new PropagatingFuture<T>().completeAsync(supplier);
  }

  /**
   * A future of the end of a task, which runs in the context of this call; its dependent stages run
   * in that of their attaching, as those of {@link #wrap(CompletionStage)} do.
   *
   * @param task to run
   * @param executor to run it on
   * @return the future
   */
  public static CompletableFuture<Void> runAsync(Runnable task, Executor executor) {
    return supplyAsync(withoutResult(task), executor);
  }

  /**
   * As {@link #runAsync(Runnable, Executor)}, on the executor that {@link CompletableFuture} uses
   * by default.
   *
   * @param task to run
   * @return the future
   */
  public static CompletableFuture<Void> runAsync(Runnable task) {
    return supplyAsync(withoutResult(task));
  }

  @SuppressWarnings("NullAway") // The result of a task without one.
  private static Supplier<Void> withoutResult(Runnable task) {
    Objects.requireNonNull(task, "task");
    return () -> {
      task.run();
      return null;
    };
  }

  /** The context for a task, which OpenTelemetry would find to be null only when it runs. */
  static Context current(Object task) {
    Objects.requireNonNull(task, "task");
    return Context.current();
  }
}
