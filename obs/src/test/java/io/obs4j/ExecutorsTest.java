package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obs4j.core.ManualClock;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors whose tasks are measured. */
@Timeout(120)
class ExecutorsTest {

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final Obs obs =
      Obs.builder().service("shop", "").environment(Map.of()).clock(clock).start();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    obs.close();
  }

  private String page() throws IOException {
    return Pages.of(obs);
  }

  private Integer hold() throws InterruptedException {
    begun.countDown();
    assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
    return 1;
  }

  private static void end(ExecutorService executor) throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tasks_thatRunAndWait_areTimedAndCounted() throws Exception {
    ExecutorService pool = obs.observe("mail", Executors.newFixedThreadPool(1));
    Future<Integer> unused = pool.submit(this::hold);
    begun.await();
    Future<Integer> second = pool.submit(() -> 2);

    assertThat(page())
        .contains("executor_tasks_active{executor=\"mail\"} 1\n")
        .contains("executor_tasks_queued{executor=\"mail\"} 1\n");
    clock.advance(Duration.ofSeconds(3));
    release.countDown();
    assertThat(second.get()).isEqualTo(2);
    end(pool);

    assertThat(page())
        .contains("executor_tasks_active{executor=\"mail\"} 0\n")
        .doesNotContain("executor_tasks_queued{")
        .contains("executor_task_duration_seconds_sum{executor=\"mail\"} 3.0\n")
        .contains("executor_task_duration_seconds_count{executor=\"mail\"} 2\n")
        .contains("executor_task_waiting_seconds_sum{executor=\"mail\"} 3.0\n");
  }

  @Test
  void tasks_thatThrow_tellTheClass() throws Exception {
    ExecutorService pool = obs.observe("mail", Executors.newFixedThreadPool(1));
    Callable<Void> failing =
        () -> {
          throw new IOException("away");
        };

    assertThatThrownBy(() -> pool.submit(failing).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(IOException.class);
    assertThat(pool.invokeAll(List.of(failing, failing))).hasSize(2);
    end(pool);

    assertThat(page())
        .contains(
            "executor_task_duration_seconds_count"
                + "{error_type=\"java.io.IOException\",executor=\"mail\"} 3\n")
        .contains("executor_tasks_active{executor=\"mail\"} 0\n");
  }

  @Test
  void task_runsInTheContextOfItsHandingOver() throws Exception {
    ExecutorService pool = obs.observe("mail", Executors.newFixedThreadPool(1));
    try (ActiveSpan span = obs.span("order")) {
      assertThat(pool.submit(Span::current).get()).isSameAs(span.span());
    }
    assertThat(pool.submit(Span::current).get().getSpanContext().isValid()).isFalse();
    end(pool);
  }

  @Test
  void task_thatIsCancelledWhileItWaits_leavesTheQueue() throws Exception {
    ExecutorService pool = obs.observe("mail", Executors.newFixedThreadPool(1));
    Future<Integer> unused = pool.submit(this::hold);
    begun.await();
    Future<Integer> cancelled = pool.submit(() -> 2);
    cancelled.cancel(true);
    release.countDown();
    assertThat(pool.submit(() -> 3).get()).isEqualTo(3);
    assertThat(page()).contains("executor_tasks_queued{executor=\"mail\"} 0\n");
    end(pool);

    assertThat(page()).contains("executor_task_duration_seconds_count{executor=\"mail\"} 2\n");
  }

  @Test
  void shutdownNow_givesTheTasksBack() throws Exception {
    ExecutorService pool = obs.observe("mail", Executors.newFixedThreadPool(1));
    Future<Integer> unused = pool.submit(this::hold);
    begun.await();
    Runnable waiting = () -> {};
    pool.execute(waiting);

    assertThat(pool.shutdownNow()).containsExactly(waiting);
    assertThatThrownBy(() -> pool.execute(waiting)).isInstanceOf(RejectedExecutionException.class);
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    assertThat(page())
        .doesNotContain("executor_tasks_queued{")
        .contains("executor_tasks_rejected_total{executor=\"mail\"} 1\n");
  }

  @Test
  void shutdownNow_ofAScheduler_leavesNothingWaiting() throws Exception {
    ScheduledExecutorService timer = obs.observe("mail", Executors.newScheduledThreadPool(1));
    CountDownLatch stubborn = new CountDownLatch(1);
    timer.execute(
        () -> {
          begun.countDown();
          while (stubborn.getCount() > 0) {
            Thread.onSpinWait(); // Interrupts do not end it.
          }
        });
    begun.await();
    timer.execute(() -> {});

    assertThat(page()).contains("executor_tasks_queued{executor=\"mail\"} 1\n");
    assertThat(timer.shutdownNow()).hasSize(1);
    assertThat(page()).contains("executor_tasks_queued{executor=\"mail\"} 0\n");
    stubborn.countDown();
    assertThat(timer.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tasks_ofAForkJoinPool_mayWaitForEachOther() throws Exception {
    ExecutorService pool = obs.observe("mail", new ForkJoinPool(1));

    assertThat(pool.submit(() -> pool.submit(() -> 42).get()).get(60, TimeUnit.SECONDS))
        .isEqualTo(42);
    assertThat(pool.submit(() -> pool.submit(() -> 43).get(60, TimeUnit.SECONDS)).get())
        .isEqualTo(43);
    Callable<Integer> hasty = () -> pool.submit(this::hold).get(1, TimeUnit.MILLISECONDS) + 1;
    assertThatThrownBy(() -> pool.submit(hasty).get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class);
    release.countDown();
    end(pool);
  }

  @Test
  void periodicTask_thatThrowsWhatItCannotDeclare_failsWithThat() {
    ScheduledExecutorService timer = obs.observe("mail", Executors.newScheduledThreadPool(1));
    Runnable sneaky = () -> ExecutorsTest.<RuntimeException>throwAsItIs(new IOException("disk"));

    assertThatThrownBy(
            () -> timer.scheduleAtFixedRate(sneaky, 0, 1, TimeUnit.HOURS).get(60, TimeUnit.SECONDS))
        .hasCause(new IOException("disk"));
    timer.shutdownNow();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void throwAsItIs(Exception thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void purge_ofThePool_removesWhatWasCancelled() throws Exception {
    ThreadPoolExecutor pool =
        oneThread(new LinkedBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy());
    ExecutorService observed = obs.observe("mail", pool);
    Future<Integer> unused = observed.submit(this::hold);
    begun.await();
    observed.submit(() -> 2).cancel(false);

    pool.purge();

    assertThat(pool.getQueue()).isEmpty();
    release.countDown();
    end(observed);
  }

  private static ThreadPoolExecutor oneThread(
      BlockingQueue<Runnable> queue, RejectedExecutionHandler handler) {
    return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue, handler);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tasks_thatAHandlerDiscards_doNotWait(boolean oldest) throws Exception {
    ExecutorService pool =
        obs.observe(
            "mail",
            oneThread(
                new ArrayBlockingQueue<>(1),
                oldest
                    ? new ThreadPoolExecutor.DiscardOldestPolicy()
                    : new ThreadPoolExecutor.DiscardPolicy()));
    Future<Integer> unused = pool.submit(this::hold);
    begun.await();
    for (int i = 0; i < 5; i++) {
      pool.execute(() -> {});
    }

    assertThat(page()).contains("executor_tasks_queued{executor=\"mail\"} 1\n");
    release.countDown();
    end(pool);
    assertThat(page()).contains("executor_task_duration_seconds_count{executor=\"mail\"} 2\n");
  }

  @Test
  void task_thatRunsOnItsCallerAndThrowsARejection_isNotTakenForRejected() throws Exception {
    ExecutorService pool =
        obs.observe(
            "mail",
            oneThread(new ArrayBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy()));
    Future<Integer> unused = pool.submit(this::hold);
    begun.await();
    pool.execute(() -> {});

    assertThatThrownBy(
            () ->
                pool.execute(
                    () -> {
                      throw new RejectedExecutionException("of another executor");
                    }))
        .hasMessage("of another executor");
    assertThat(page())
        .contains("executor_tasks_queued{executor=\"mail\"} 1\n")
        .contains("executor_tasks_rejected_total{executor=\"mail\"} 0\n")
        .contains("{error_type=\"java.util.concurrent.RejectedExecutionException\",");
    release.countDown();
    end(pool);
  }

  @Test
  void tasks_thatAreLeftInAPoolThatGivesNoneBack_areNotShownOnceItHasEnded() throws Exception {
    ExecutorService pool = obs.observe("mail", new ForkJoinPool(1));
    Future<Integer> unused = pool.submit(this::hold);
    begun.await();
    pool.execute(() -> {});
    assertThat(page()).contains("executor_tasks_queued{executor=\"mail\"} 1\n");

    assertThat(pool.shutdownNow()).isEmpty();
    release.countDown();
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    assertThat(page()).doesNotContain("executor_tasks_queued{");
  }

  @Test
  void tasks_inAQueueThatOrdersThem_areComparedAsThemselves() throws Exception {
    ExecutorService pool =
        obs.observe(
            "mail", oneThread(new PriorityBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy()));
    List<Integer> ran = new CopyOnWriteArrayList<>();
    pool.execute(new Ranked(0, this::hold));
    begun.await();
    for (int rank : new int[] {3, 1, 2}) {
      pool.execute(new Ranked(rank, () -> ran.add(rank)));
    }
    assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(ClassCastException.class);

    assertThat(page())
        .contains("executor_tasks_queued{executor=\"mail\"} 3\n")
        .contains("executor_tasks_rejected_total{executor=\"mail\"} 0\n");
    release.countDown();
    end(pool);
    assertThat(ran).containsExactly(1, 2, 3);
  }

  private record Ranked(int rank, Callable<?> task) implements Runnable, Comparable<Ranked> {

    @Override
    public int compareTo(Ranked other) {
      return Integer.compare(rank, other.rank);
    }

    @Override
    public void run() {
      try {
        task.call();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void scheduled_waitsFromTheMomentItIsDue() throws Exception {
    ScheduledExecutorService scheduler =
        obs.observe("jobs", Executors.newSingleThreadScheduledExecutor());
    CountDownLatch runs = new CountDownLatch(3);
    try (ActiveSpan span = obs.span("boot")) {
      Callable<Boolean> current = () -> Span.current() == span.span();
      assertThat(scheduler.schedule(current, 0, TimeUnit.SECONDS).get()).isTrue();
    }
    Future<?> periodic =
        scheduler.scheduleAtFixedRate(runs::countDown, 0, 1, TimeUnit.MILLISECONDS);
    assertThat(runs.await(60, TimeUnit.SECONDS)).isTrue();
    periodic.cancel(false);
    CountDownLatch delayed = new CountDownLatch(2);
    Future<?> spaced =
        scheduler.scheduleWithFixedDelay(delayed::countDown, 0, 1, TimeUnit.MILLISECONDS);
    assertThat(delayed.await(60, TimeUnit.SECONDS)).isTrue();
    spaced.cancel(false);
    Runnable failing =
        () -> {
          throw new IllegalStateException();
        };
    assertThatThrownBy(() -> scheduler.schedule(failing, 0, TimeUnit.SECONDS).get())
        .hasCauseExactlyInstanceOf(IllegalStateException.class);
    end(scheduler);
    assertThatThrownBy(() -> scheduler.schedule(failing, 0, TimeUnit.SECONDS))
        .isInstanceOf(RejectedExecutionException.class);

    assertThat(page())
        .contains("executor_task_waiting_seconds_sum{executor=\"jobs\"} 0.0\n")
        .contains("executor_tasks_rejected_total{executor=\"jobs\"} 1\n")
        .contains("{error_type=\"java.lang.IllegalStateException\",executor=\"jobs\"} 1\n");
  }

  @Test
  void threads_ofAFactory_areCounted() throws Exception {
    Thread thread =
        obs.observe("workers", (ThreadFactory) Thread::new)
            .newThread(
                () -> {
                  try {
                    hold();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    thread.start();
    begun.await();
    assertThat(page()).contains("executor_threads{executor=\"workers\"} 1\n");
    release.countDown();
    thread.join();

    assertThat(page())
        .contains("executor_threads{executor=\"workers\"} 0\n")
        .contains("executor_threads_started_total{executor=\"workers\"} 1\n");
  }

  @Test
  void virtualThreads_areMeasuredAlike() throws Exception {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);
    ExecutorService executor =
        obs.observe(
            "virtual",
            (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));

    try (ActiveSpan span = obs.span("order")) {
      assertThat(executor.submit(Span::current).get()).isSameAs(span.span());
    }
    ExecutorService.class.getMethod("close").invoke(executor);

    assertThat(executor.isTerminated()).isTrue();
    assertThat(page())
        .contains("executor_task_duration_seconds_count{executor=\"virtual\"} 1\n")
        .doesNotContain("executor_tasks_queued{");
  }
}
