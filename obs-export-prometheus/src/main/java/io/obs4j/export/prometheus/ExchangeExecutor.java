package io.obs4j.export.prometheus;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the exchanges of a server: from the first byte of a request, a TLS handshake included, to
 * the last byte of the answer. Both the threads and the time of each exchange are limited, so that
 * clients who send or read nothing hold at most that many threads for at most that long.
 *
 * <p>An exchange beyond the limit is refused, upon which the JDK's server closes the connection.
 */
final class ExchangeExecutor implements Executor {

  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor threads;
  private final Watchdog watchdog;
  private final Duration limit;
  private final ScrapeFailures failures;

  /**
   * An executor.
   *
   * @param mostThreads how many exchanges run at once
   * @param limit how long one may take
   * @param watchdog ends those that take longer
   * @param failures count each exchange beyond the limit
   */
  ExchangeExecutor(int mostThreads, Duration limit, Watchdog watchdog, ScrapeFailures failures) {
    this.threads =
        new ThreadPoolExecutor(
            0,
            mostThreads,
            KEEP_ALIVE.toNanos(),
            TimeUnit.NANOSECONDS,
            new SynchronousQueue<>(),
            ServerThreads.named("exchange"));
    this.limit = limit;
    this.watchdog = watchdog;
    this.failures = failures;
  }

  @Override
  public void execute(Runnable exchange) {
    try {
      threads.execute(new Watched(exchange));
    } catch (RejectedExecutionException e) {
      failures.count(ScrapeFailures.Reason.REFUSED);
      throw e;
    }
  }

  private final class Watched implements Runnable {

    private final Runnable exchange;

    Watched(Runnable exchange) {
      this.exchange = exchange;
    }

    @Override
    public void run() {
      Watchdog.Watch watch = watchdog.watch(limit);
      try {
        exchange.run();
      } finally {
        watch.end();
      }
    }
  }

  /**
   * Refuses further exchanges, lets those that run finish for a while, then interrupts them.
   *
   * @param grace how long they may run on
   * @param limit how long to wait for them altogether
   */
  void close(Duration grace, Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    threads.shutdown();
    try {
      if (threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } finally {
      threads.shutdownNow();
    }
    long left = TimeUnit.NANOSECONDS.convert(limit) - (System.nanoTime() - start);
    threads.awaitTermination(left, TimeUnit.NANOSECONDS);
  }
}
