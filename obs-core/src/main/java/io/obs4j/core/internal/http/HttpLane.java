package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;
import io.obs4j.core.ExportResult;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one batch after another: a thread with an encoder, buffers and a connection of its own.
 *
 * @param <T> the kind of record
 */
final class HttpLane<T> {

  /*
   * Whoever takes a free lane owns it until its batch is settled, so there is never more than one job.
   * The encoder, the request, and which connection is used are the thread's alone; the connection is
   * published for close() and for the alarm, which do no more than abort it.
   *
   * close() raises the flag, then aborts the connection and interrupts the thread. The thread stores a
   * new connection, then reads the flag. So one of them sees the other. A job that arrives while the
   * thread ends is settled by whichever of send() and the thread finds it in the inbox.
   */

  /** What the lanes of one destination share. */
  record Shared(
      HttpSettings settings,
      Retry retry,
      Duration batchLimit,
      Clock clock,
      DestinationReport report,
      ScheduledExecutorService alarms) {}

  private static final String DELIVERED = "";
  private static final String REJECTED = "rejected";
  private static final String UNAVAILABLE = "unavailable";
  private static final String UNREACHABLE = "unreachable";
  private static final String UNREADABLE = "unreadable";
  private static final String TIMEOUT = "timeout";
  static final String ABANDONED = "abandoned";

  private record Job<T>(List<T> batch, CompletableFuture<ExportResult> result) {

    void abandon() {
      result.complete(ExportResult.dropped(batch.size(), ABANDONED));
    }
  }

  private final Shared shared;
  private final BodyEncoder<T> encoder;
  private final HttpRequest request;
  private final Consumer<HttpLane<T>> whenFree;
  private final Thread thread;
  private final BlockingQueue<Job<T>> inbox = new ArrayBlockingQueue<>(1);
  private volatile @Nullable HttpConnection connection;
  private volatile boolean closed;

  HttpLane(String name, Shared shared, BodyEncoder<T> encoder, Consumer<HttpLane<T>> whenFree) {
    this.shared = shared;
    this.encoder = encoder;
    this.request = new HttpRequest(shared.settings());
    this.whenFree = whenFree;
    this.thread = new Thread(null, this::run, name, 0, false);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Begins to send a batch; for the owner of the lane. */
  CompletionStage<ExportResult> send(List<T> batch) {
    Job<T> job = new Job<>(batch, new CompletableFuture<>());
    inbox.add(job);
    if (closed) {
      abandonInbox();
    }
    return job.result();
  }

  private void run() {
    try {
      while (!closed) {
        run(inbox.take());
      }
    } catch (InterruptedException e) {
      // Closed: nothing else interrupts this thread.
    } finally {
      abandonInbox();
      disconnect();
      request.release();
    }
  }

  private void run(Job<T> job) {
    try {
      ExportResult result = send(job.batch(), new Deadline());
      whenFree.accept(this);
      job.result().complete(result);
    } catch (Throwable e) {
      // Also errors: what cannot be encoded must not end the thread.
      whenFree.accept(this);
      job.result().completeExceptionally(e);
    }
  }

  private void abandonInbox() {
    Job<T> job = inbox.poll();
    if (job != null) {
      job.abandon();
    }
  }

  /** When a batch has been tried for long enough. */
  private final class Deadline {
    private final long begun = shared.clock().nanoTime();

    long remainingNanos() {
      long limit = shared.batchLimit().toNanos();
      return limit == 0 ? Long.MAX_VALUE : limit - (shared.clock().nanoTime() - begun);
    }
  }

  private ExportResult send(List<T> batch, Deadline deadline) throws IOException {
    int dropped = 0;
    String reason = DELIVERED;
    for (int from = 0; from < batch.size(); ) {
      int next = encoder.encode(batch, from, request.begin());
      request.end();
      int encoded = next - from - leftOut();
      if (encoded < next - from) {
        dropped += next - from - encoded;
        reason = UNREADABLE;
      }
      String failure = encoded == 0 ? DELIVERED : deliver(deadline);
      if (!failure.equals(DELIVERED)) {
        dropped += encoded;
        reason = failure;
      }
      from = next;
    }
    return dropped == 0 ? ExportResult.delivered() : ExportResult.dropped(dropped, reason);
  }

  private int leftOut() {
    List<Throwable> causes = encoder.leftOut();
    for (Throwable cause : causes) {
      shared.report().unreadable(cause);
    }
    return causes.size();
  }

  /** Sends the request until it is taken in or that is no longer tried; the reason if it is not. */
  private String deliver(Deadline deadline) {
    for (int attempt = 1; !closed; attempt++) {
      if (deadline.remainingNanos() <= 0) {
        return TIMEOUT;
      }
      String failure;
      long delay = shared.retry().delayNanos(attempt);
      try {
        HttpAnswer answer = exchange(deadline);
        if (answer.isSuccess()) {
          shared.report().succeeded();
          return DELIVERED;
        }
        shared.report().refused(answer);
        if (!answer.isRetryable()) {
          return REJECTED;
        }
        failure = UNAVAILABLE;
        long asked = Retry.askedNanos(answer.retryAfter(), shared.clock().epochNanos());
        delay = Math.max(delay, asked);
      } catch (IOException e) {
        disconnect();
        if (closed) {
          break;
        }
        shared.report().unreachable(e);
        failure = UNREACHABLE;
      }
      if (attempt >= shared.retry().attempts() || delay >= deadline.remainingNanos()) {
        return failure;
      }
      pause(delay);
    }
    return ABANDONED;
  }

  private HttpAnswer exchange(Deadline deadline) throws IOException {
    long timeout = Math.min(shared.settings().timeout().toNanos(), deadline.remainingNanos());
    HttpConnection kept = connection;
    if (kept != null) {
      try {
        return exchange(kept, timeout);
      } catch (IOException e) {
        disconnect();
        if (kept.isAborted() || kept.isAnswering()) {
          throw e;
        }
        // The server closed it while it was idle, as servers do.
      }
    }
    HttpConnection fresh = new HttpConnection(shared.settings());
    connection = fresh;
    if (closed) {
      throw new IOException("closed");
    }
    return exchange(fresh, timeout);
  }

  private HttpAnswer exchange(HttpConnection used, long timeout) throws IOException {
    Future<?> alarm = shared.alarms().schedule(used::abort, timeout, TimeUnit.NANOSECONDS);
    try {
      used.connect();
      HttpAnswer answer = used.exchange(request.bytes());
      if (!answer.reusable()) {
        disconnect();
      }
      return answer;
    } catch (IOException e) {
      if (used.isAborted() && !closed) {
        throw new SocketTimeoutException(
            "no answer within " + TimeUnit.NANOSECONDS.toMillis(timeout) + " ms");
      }
      throw e;
    } finally {
      alarm.cancel(false);
    }
  }

  private void disconnect() {
    HttpConnection used = connection;
    if (used != null) {
      connection = null;
      used.close();
    }
  }

  private void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      // Closed, which the caller looks at.
    }
  }

  /** Abandons what is being sent. */
  void close() {
    closed = true;
    HttpConnection used = connection;
    if (used != null) {
      used.abort();
    }
    thread.interrupt();
  }

  /** Waits for the thread to end, at most until a moment of {@link System#nanoTime()}. */
  void await(long deadline) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
  }
}
