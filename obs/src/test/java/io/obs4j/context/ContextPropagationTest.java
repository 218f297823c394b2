package io.obs4j.context;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContextPropagationTest {

  private final ScheduledExecutorService pool = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService wrapped = ContextPropagation.wrap(pool);

  @AfterEach
  void stop() throws InterruptedException {
    wrapped.shutdown();
    assertThat(wrapped.awaitTermination(10, SECONDS)).isTrue();
    assertThat(pool.isTerminated()).isTrue();
  }

  private static String namedIn(Executor executor) throws InterruptedException {
    BlockingQueue<String> names = new LinkedBlockingQueue<>();
    executor.execute(() -> names.add(Names.current()));
    return names.take();
  }

  @Test
  void execute_ofAnyExecutor_runsInTheContextOfTheCall() throws Exception {
    Executor plain = ContextPropagation.wrap(task -> new Thread(task).start());

    for (Executor executor : List.of(plain, wrapped)) {
      assertThat(Names.in("caller", () -> namedIn(executor))).isEqualTo("caller");
      assertThat(namedIn(executor)).isEqualTo("none");
      assertThat(namedIn(pool)).isEqualTo("none");
    }
  }

  @Test
  void submit_inAllForms_runsInTheContextOfTheCall() throws Exception {
    BlockingQueue<String> names = new LinkedBlockingQueue<>();
    Runnable task = () -> names.add(Names.current());

    assertThat(Names.in("a", () -> wrapped.submit(Names::current)).get()).isEqualTo("a");
    assertThat(Names.in("b", () -> wrapped.submit(task, "done")).get()).isEqualTo("done");
    assertThat(Names.in("c", () -> wrapped.submit(task)).get()).isNull();

    assertThat(names).containsExactly("b", "c");
  }

  @Test
  void invoke_inAllForms_runsInTheContextOfTheCall() throws Exception {
    List<Callable<String>> tasks = List.of(Names::current, Names::current);

    List<String> names = new ArrayList<>();
    for (Future<String> done : Names.in("all", () -> wrapped.invokeAll(tasks))) {
      names.add(done.get());
    }
    for (Future<String> done : Names.in("timed", () -> wrapped.invokeAll(tasks, 9, SECONDS))) {
      names.add(done.get());
    }
    names.add(Names.in("any", () -> wrapped.invokeAny(tasks)));
    names.add(Names.in("timed any", () -> wrapped.invokeAny(tasks, 9, SECONDS)));

    assertThat(names).containsExactly("all", "all", "timed", "timed", "any", "timed any");
  }

  @Test
  void schedule_inAllForms_runsInTheContextOfTheScheduling() throws Exception {
    BlockingQueue<String> names = new LinkedBlockingQueue<>();
    Runnable task = () -> names.add(Names.current());

    assertThat(Names.in("a", () -> wrapped.schedule(Names::current, 1, MILLISECONDS)).get())
        .isEqualTo("a");
    assertThat(Names.in("b", () -> wrapped.schedule(task, 1, MILLISECONDS)).get()).isNull();

    assertThat(names).containsExactly("b");
  }

  @Test
  void periodicTasks_eachTime_runInTheContextOfTheScheduling() throws Exception {
    BlockingQueue<String> names = new LinkedBlockingQueue<>();
    Runnable task = () -> names.add(Names.current());

    Future<?> rate = Names.in("rate", () -> wrapped.scheduleAtFixedRate(task, 0, 1, MILLISECONDS));
    assertThat(List.of(names.take(), names.take(), names.take())).containsOnly("rate");
    rate.cancel(false);
    wrapped.submit(names::clear).get();

    Future<?> delay =
        Names.in("delay", () -> wrapped.scheduleWithFixedDelay(task, 0, 1, MILLISECONDS));
    assertThat(List.of(names.take(), names.take(), names.take())).containsOnly("delay");
    delay.cancel(false);
  }

  @Test
  void openTelemetrysOwnWrapper_ofPeriodicTasks_losesTheContext() throws Exception {
    // The reason for ours: once this fails, theirs will do.
    BlockingQueue<String> names = new LinkedBlockingQueue<>();
    ScheduledExecutorService theirs = Context.taskWrapping(pool);

    Names.in(
            "rate",
            () -> theirs.scheduleAtFixedRate(() -> names.add(Names.current()), 0, 1, MILLISECONDS))
        .cancel(false);
    wrapped.submit(() -> names.add("end")).get();

    assertThat(names).doesNotContain("rate");
  }

  @Test
  void commonPool_runsInTheContextOfTheCall() throws Exception {
    ExecutorService common = ContextPropagation.wrap((ExecutorService) ForkJoinPool.commonPool());

    assertThat(Names.in("caller", () -> common.submit(Names::current)).get()).isEqualTo("caller");
  }

  @Test
  void close_ofTheCommonPool_doesNothingAtOnce() throws Exception {
    ExecutorService common = ContextPropagation.wrap((ExecutorService) ForkJoinPool.commonPool());
    assumeTrue(
        common instanceof AutoCloseable, "skipped: executors cannot be closed before JDK 19");

    ((AutoCloseable) common).close();

    assertThat(common.isShutdown()).isFalse();
  }

  @Test
  void close_ofAPool_closesIt() throws Exception {
    assumeTrue(
        wrapped instanceof AutoCloseable, "skipped: executors cannot be closed before JDK 19");

    ((AutoCloseable) wrapped).close();

    assertThat(pool.isTerminated()).isTrue();
  }

  @Test
  void shutdown_isThatOfTheExecutor() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Future<?> blocked =
        wrapped.submit(
            () -> {
              running.countDown();
              return new CountDownLatch(1).await(60, SECONDS);
            });
    running.await();
    wrapped.execute(() -> {});

    assertThat(wrapped.shutdownNow()).hasSize(1);
    assertThat(wrapped.isShutdown()).isTrue();
    assertThatThrownBy(blocked::get).hasCauseInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> wrapped.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(wrapped.awaitTermination(10, SECONDS)).isTrue();
    assertThat(wrapped.isTerminated()).isTrue();
  }

  @Test
  void taskThatThrows_passesItOnAndLeavesNoContext() throws Exception {
    IllegalStateException thrown = new IllegalStateException("no stock");
    Callable<String> failing =
        () -> {
          throw thrown;
        };

    Future<String> failed = Names.in("caller", () -> wrapped.submit(failing));

    assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class).hasCause(thrown);
    assertThat(namedIn(pool)).isEqualTo("none");
  }

  @Test
  void cancel_interruptsTheTaskAndLeavesNoContext() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    BlockingQueue<String> names = new LinkedBlockingQueue<>();
    Callable<Boolean> waiting =
        () -> {
          running.countDown();
          try {
            return new CountDownLatch(1).await(60, SECONDS);
          } catch (InterruptedException e) {
            names.add("interrupted in " + Names.current());
            throw e;
          }
        };

    Future<Boolean> cancelled = Names.in("caller", () -> wrapped.submit(waiting));
    running.await();
    cancelled.cancel(true);

    assertThat(names.take()).isEqualTo("interrupted in caller");
    assertThatThrownBy(cancelled::get).isInstanceOf(CancellationException.class);
    assertThat(namedIn(pool)).isEqualTo("none");
  }

  @Test
  void threadFactory_runsItsThreadsInTheContextOfTheirMaking() throws Exception {
    ThreadFactory factory = ContextPropagation.wrapThreadFactory(Executors.defaultThreadFactory());
    BlockingQueue<String> names = new LinkedBlockingQueue<>();

    Thread thread = Names.in("maker", () -> factory.newThread(() -> names.add(Names.current())));
    thread.start();

    assertThat(names.take()).isEqualTo("maker");
    thread.join();
  }

  @Test
  void wrap_ofWhatIsWrapped_isTheSame() {
    Executor plain = ContextPropagation.wrap(Runnable::run);
    ThreadFactory factory = ContextPropagation.wrapThreadFactory(Executors.defaultThreadFactory());

    assertThat(ContextPropagation.wrap(plain)).isSameAs(plain);
    assertThat(ContextPropagation.wrap(wrapped)).isSameAs(wrapped);
    assertThat(ContextPropagation.wrap((ExecutorService) wrapped)).isSameAs(wrapped);
    assertThat(ContextPropagation.wrap((Executor) wrapped)).isSameAs(wrapped);
    assertThat(ContextPropagation.wrapThreadFactory(factory)).isSameAs(factory);
  }

  @Test
  void wrap_ofWhatOpenTelemetryWrapped_runsInTheContextOfTheCall() throws Exception {
    Executor twice = ContextPropagation.wrap(Context.taskWrapping((ExecutorService) pool));

    assertThat(Names.in("caller", () -> namedIn(twice))).isEqualTo("caller");
  }

  @Test
  void wrap_canDoWhatTheExecutorCan() {
    assertThat(ContextPropagation.wrap((Executor) pool))
        .isInstanceOf(ScheduledExecutorService.class)
        .hasToString("ContextPropagation.wrap(" + pool + ")");
    assertThat(ContextPropagation.wrap(Runnable::run)).isNotInstanceOf(ExecutorService.class);
  }

  @Test
  void null_isRefusedWhereItIsHandedOver() {
    List<Callable<String>> tasks = new ArrayList<>();
    tasks.add(null);

    assertThatNullPointerException().isThrownBy(() -> wrapped.execute(null));
    assertThatNullPointerException().isThrownBy(() -> wrapped.submit((Runnable) null));
    assertThatNullPointerException().isThrownBy(() -> wrapped.invokeAll(tasks));
    assertThatNullPointerException()
        .isThrownBy(() -> wrapped.scheduleAtFixedRate(null, 1, 1, SECONDS));
    assertThatNullPointerException().isThrownBy(() -> ContextPropagation.runAsync(null));
    assertThatNullPointerException().isThrownBy(() -> ContextPropagation.wrap((Executor) null));
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                ContextPropagation.wrapThreadFactory(Executors.defaultThreadFactory())
                    .newThread(null));
  }
}
