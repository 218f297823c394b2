package io.obs4j.metrics;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obs4j.core.MetricReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Many threads that record while readers walk. */
final class Contention {

  static final int THREADS = 8;

  private final Metrics metrics;

  Contention(Metrics metrics) {
    this.metrics = metrics;
  }

  interface Task {
    void run(int thread);
  }

  static void inThreads(Task task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    CountDownLatch start = new CountDownLatch(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      Callable<Void> body =
          () -> {
            start.countDown();
            start.await();
            task.run(thread);
            return null;
          };
      running.add(executor.submit(body));
    }
    join(running);
    executor.shutdown();
  }

  static void inVirtualThreads(Task body) throws Exception {
    assumeTrue(
        Runtime.version().feature() >= 21, "skipped: this JDK has no virtual threads, 25 has");
    ExecutorService executor =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    CountDownLatch allStarted = new CountDownLatch(10_000);
    List<Future<?>> tasks = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int task = i;
      tasks.add(
          executor.submit(
              () -> {
                allStarted.countDown();
                allStarted.await();
                body.run(task);
                return null;
              }));
    }
    join(tasks);
    executor.shutdown();
  }

  private static void join(List<Future<?>> tasks) throws InterruptedException, ExecutionException {
    for (Future<?> task : tasks) {
      task.get();
    }
  }

  interface Body {
    void run() throws Exception;
  }

  /** One reader fills the ledger; another one, as busy, makes removed series wait for both. */
  void whileScraping(Ledger ledger, Body body) throws Exception {
    try (MetricReader other = metrics.openReader()) {
      Runnable otherWalk = () -> other.visit(new Ledger("").walk());
      whileScrapedByOne(ledger, () -> whileWalking(otherWalk, body), otherWalk);
    }
  }

  void whileScrapedByOne(Ledger ledger, Body body, Runnable otherWalk) throws Exception {
    try (MetricReader reader = metrics.openReader()) {
      Runnable walk = () -> reader.visit(ledger.walk());
      whileWalking(walk, body);
      // A removed series may wait behind others of its key.
      for (int i = 0; i < 1_000; i++) {
        walk.run();
        otherWalk.run();
      }
    }
  }

  static void whileWalking(Runnable walk, Body body) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    Future<?> walks =
        executor.submit(
            () -> {
              while (!done.get()) {
                walk.run();
              }
            });
    try {
      body.run();
    } finally {
      done.set(true);
      executor.shutdown();
    }
    walks.get();
  }
}
