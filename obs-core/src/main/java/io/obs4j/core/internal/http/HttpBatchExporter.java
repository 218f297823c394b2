package io.obs4j.core.internal.http;

import io.obs4j.core.BatchExporter;
import io.obs4j.core.Clock;
import io.obs4j.core.ExportResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends batches over HTTP, several at once: encodes each as one request or more, tries again where
 * that is safe and may help, and tells what arrived. While as many are under way as may be, {@link
 * #export} waits.
 *
 * <p>A request is tried again after a fault of the connection and after 429, 502, 503 and 504. Of
 * an answer at most a megabyte is read. A request that takes too long is broken off, whatever it is
 * doing, except for the look-up of the host's address: the JVM offers no way to break that off, so
 * a name server that does not answer adds the time that the system takes to give up. Threads are
 * daemons, made when they are first needed, at most one a request and one more; all end with {@link
 * #close}.
 *
 * @param <T> the kind of record
 */
public final class HttpBatchExporter<T> implements BatchExporter<T> {

  private static final Duration ALARM_KEEP_ALIVE = Duration.ofSeconds(10);

  /*
   * Lanes are made by export(), which one thread calls at a time, and closed by whoever closes. A lane
   * is added before the flag is read, the flag set before the lanes are: none is missed.
   */

  private final List<HttpLane<T>> lanes = new CopyOnWriteArrayList<>();

  /** The lane that became free last is taken first: no more connect than are needed. */
  private final BlockingDeque<HttpLane<T>> free = new LinkedBlockingDeque<>();

  private final int concurrency;
  private final Supplier<BodyEncoder<T>> encoders;
  private final String prefix;
  private final HttpLane.Shared shared;
  private final ScheduledThreadPoolExecutor alarms;
  private volatile boolean closed;

  /**
   * An exporter without any connection yet.
   *
   * @param name of the destination, for the names of threads
   * @param settings where and how to send
   * @param retry how often
   * @param batchLimit how long a batch is tried for, all its requests together; zero for no limit
   * @param encoders makes an encoder for each lane
   * @param report where failure and recovery are told
   * @param clock measures the limit
   */
  public HttpBatchExporter(
      String name,
      HttpSettings settings,
      Retry retry,
      Duration batchLimit,
      Supplier<BodyEncoder<T>> encoders,
      DestinationReport report,
      Clock clock) {
    concurrency = settings.concurrency();
    this.encoders = encoders;
    prefix = "obs4j-" + name + '-';
    alarms = new ScheduledThreadPoolExecutor(1, task -> daemon(task, prefix + "alarm"));
    alarms.setRemoveOnCancelPolicy(true);
    alarms.setKeepAliveTime(ALARM_KEEP_ALIVE.toNanos(), TimeUnit.NANOSECONDS);
    alarms.allowCoreThreadTimeOut(true);
    shared = new HttpLane.Shared(settings, retry, batchLimit, clock, report, alarms);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletionStage<ExportResult> export(List<T> batch) {
    try {
      HttpLane<T> lane = free.pollFirst();
      if (lane == null) {
        lane = lanes.size() < concurrency ? open() : free.takeFirst();
      }
      return lane.send(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.completedFuture(
          ExportResult.dropped(batch.size(), HttpLane.ABANDONED));
    }
  }

  private HttpLane<T> open() {
    String name = prefix + (lanes.size() + 1);
    HttpLane<T> lane = new HttpLane<>(name, shared, encoders.get(), free::addFirst);
    lane.start();
    lanes.add(lane);
    if (closed) {
      lane.close();
    }
    return lane;
  }

  /**
   * Abandons what is under way, and waits for the threads to end.
   *
   * @param limit how long to wait at the most
   */
  public void close(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    closed = true;
    for (HttpLane<T> lane : lanes) {
      lane.close();
    }
    try {
      for (HttpLane<T> lane : lanes) {
        lane.await(deadline);
      }
    } catch (InterruptedException e) {
      // They end by themselves.
      Thread.currentThread().interrupt();
    } finally {
      alarms.shutdownNow();
    }
  }
}
