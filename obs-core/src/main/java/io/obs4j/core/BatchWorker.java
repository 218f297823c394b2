package io.obs4j.core;

import io.obs4j.core.internal.Uninterrupted;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread between a queue and an exporter: takes batches, hands them over, and watches how
 * long their exports take.
 *
 * @param <T> the kind of record
 */
final class BatchWorker<T> implements Runnable {

  /*
   * The thread has two states. Awake, it exports while there is something due; asleep, it waits for a
   * full batch, a flush, a close, the end of the delay, or an export that takes too long. Before it
   * parks it announces its sleep to the queue and looks at all of these again, without a lock, since
   * waiting for one would use up the permit to pass the park.
   *
   * Time is that of System.nanoTime() and not of the service's clock: it rules how long a thread
   * waits, and a test that stops its clock must not stop the exports.
   *
   * Whatever the exporter throws is the fate of its batch. Interrupts are for the exporter and are
   * forgotten before the next pass; the loop ends only when the ledger has.
   */

  /**
   * Which part of what waits is exported at once, where that is more than the usual batch: so
   * several requests share it, and none is for long the only one.
   */
  private static final int SHARES = 4;

  /** How often to look where records are exported at once anyway. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RecordQueue<T> queue;
  private final BatchLedger<T> ledger;
  private final BatchTally tally;
  private final BatchExporter<T> exporter;
  private final Thread thread;
  private final int batchSize;
  private final int largestBatch;
  private final int wakeAfter;
  private final long paceNanos;
  private final long timeoutNanos;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closing;

  // The thread's own: up to which index records are due by time, and when the next are.
  private long target;
  private long nextPass;

  BatchWorker(
      String name,
      BatchSettings settings,
      RecordQueue<T> queue,
      BatchLedger<T> ledger,
      BatchTally tally,
      BatchExporter<T> exporter) {
    this.queue = queue;
    this.ledger = ledger;
    this.tally = tally;
    this.exporter = exporter;
    this.batchSize = settings.batchSize();
    this.largestBatch = settings.largestBatch();
    this.wakeAfter = settings.delay().isZero() ? 1 : settings.batchSize();
    this.paceNanos = settings.delay().isZero() ? IDLE_NANOS : settings.delay().toNanos();
    this.timeoutNanos = settings.exportTimeout().toNanos();
    this.thread = new Thread(null, this, name, 0, false);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** Has the queue looked at, in case the thread sleeps. */
  void call() {
    answer(queue.call());
  }

  /** Does what the queue asked for. */
  void answer(RecordQueue.Call call) {
    if (call == RecordQueue.Call.UNPARK) {
      LockSupport.unpark(thread);
    } else if (call == RecordQueue.Call.SWEEP) {
      ledger.sweep();
    }
  }

  /** Lets the thread export what is there, and then end. */
  void finish() {
    closing = true;
    call();
  }

  boolean isClosing() {
    return closing;
  }

  /** Waits for the end, also if interrupted meanwhile; false if it has not come. */
  boolean awaitEnd(long nanos) {
    return Uninterrupted.await(left -> ended.await(left, TimeUnit.NANOSECONDS), nanos);
  }

  /** Ends without the thread, and asks the exporter to give up. */
  void abandon() {
    tally.tellAbandoned(System.nanoTime(), ledger.end(DropReason.ABANDONED));
    ended.countDown();
    if (!isCurrentThread()) {
      thread.interrupt();
    }
  }

  @Override
  public void run() {
    nextPass = System.nanoTime() + paceNanos;
    while (!queue.hasEnded()) {
      try {
        pass();
      } catch (Throwable e) {
        survive(e);
      }
    }
    ended.countDown();
  }

  /** Even without memory the loop goes on, and slowly enough to let others have some. */
  private void survive(Throwable failure) {
    try {
      tally.tellSurvived(System.nanoTime(), failure);
      LockSupport.parkNanos(this, RecordQueue.PAUSE_NANOS);
    } catch (Throwable again) {
      Thread.onSpinWait();
    }
  }

  private void pass() {
    Thread.interrupted(); // What the exporter has left behind would keep the thread from sleeping.
    long now = System.nanoTime();
    expire(now);
    tally.review(now, paceNanos);
    if (now - nextPass >= 0) {
      target = queue.offered();
      nextPass = now + paceNanos;
    }
    if (isDue()) {
      exportBatch();
    } else if (isDone()) {
      ledger.end(DropReason.CLOSED);
    } else {
      sleep(now);
    }
  }

  private boolean isDue() {
    long taken = queue.taken();
    return queue.isFilled(wakeAfter)
        || taken < target
        || taken < ledger.flushTarget()
        || (closing && taken < queue.offered());
  }

  private boolean isDone() {
    return closing && ledger.isIdle() && queue.taken() == queue.offered();
  }

  private void sleep(long now) {
    Long deadline = ledger.nextDeadline();
    long nanos = nextPass - now;
    if (deadline != null) {
      nanos = Math.min(nanos, deadline - now);
    }
    queue.sleepUntilFilled(wakeAfter);
    if (!isDue() && !isDone() && !queue.hasEnded()) {
      LockSupport.parkNanos(this, nanos);
    }
    queue.awake();
  }

  /** Hands the next batch to the exporter, if there is one. */
  void exportBatch() {
    int share = (int) Math.min(largestBatch, (queue.offered() - queue.taken()) / SHARES);
    Batch<T> batch = ledger.take(Math.max(batchSize, share));
    if (batch == null) {
      LockSupport.parkNanos(this, RecordQueue.PAUSE_NANOS);
      return;
    }
    try {
      CompletionStage<ExportResult> stage = exporter.export(batch.handOver());
      if (timeoutNanos > 0) {
        ledger.startTimeout(batch, System.nanoTime() + timeoutNanos);
      }
      stage.whenComplete((result, failure) -> conclude(batch, result, failure));
    } catch (Throwable e) {
      conclude(batch, null, e);
    }
  }

  private void conclude(Batch<T> batch, @Nullable ExportResult told, @Nullable Throwable failure) {
    ExportResult result =
        told == null || failure != null ? dropped(batch, DropReason.FAILED) : within(batch, told);
    settle(batch, result, failure);
  }

  private void expire(long now) {
    for (Batch<T> late = ledger.overdue(now); late != null; late = ledger.overdue(now)) {
      settle(late, dropped(late, DropReason.TIMEOUT), null);
    }
  }

  private void settle(Batch<T> batch, ExportResult result, @Nullable Throwable failure) {
    if (!ledger.settle(batch, result)) {
      return;
    }
    if (closing) {
      call();
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    tally.tell(System.nanoTime(), batch.size, result, cause);
  }

  private static ExportResult dropped(Batch<?> batch, DropReason reason) {
    return ExportResult.dropped(batch.size, reason.reason);
  }

  /** No more can be dropped than there were, and not without a reason. */
  private static ExportResult within(Batch<?> batch, ExportResult told) {
    if (told.isDelivered()) {
      return told;
    }
    Map<String, Integer> dropped = new HashMap<>();
    int left = batch.size;
    for (Map.Entry<String, Integer> each : told.dropped().entrySet()) {
      int count = Math.min(each.getValue(), left);
      if (count > 0) {
        String reason = each.getKey();
        dropped.merge(reason.isEmpty() ? DropReason.FAILED.reason : reason, count, Integer::sum);
        left -= count;
      }
    }
    return new ExportResult(dropped, Math.min(told.kept(), left));
  }
}
