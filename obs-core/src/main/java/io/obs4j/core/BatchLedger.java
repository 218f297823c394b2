package io.obs4j.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of every record between its admission and its fate: which batches are under way,
 * and which flushes wait for them.
 *
 * @param <T> the kind of record
 */
final class BatchLedger<T> {

  /*
   * All is guarded by one lock, which also makes its holder the reader of the queue: the worker that
   * takes a batch, whoever learns its fate, flushes, closes, and writers once the worker has ended.
   * Recording takes it never before that. Under it nothing is logged, and no foreign code runs.
   *
   * A batch is settled once: whoever removes it from those under way counts it, so delivered and
   * dropped add up to what was taken, however many tell of its fate. Indices are handed out in order
   * and batches are kept in that order, so all before the first batch under way are settled; this is
   * what flushes wait for. Counts come before the latch of a flush, which therefore sees them.
   *
   * flushTarget and underWay are written under the lock, and read without it by the worker when it
   * looks once more before it parks.
   */

  private final ReentrantLock lock = new ReentrantLock();
  private final RecordQueue<T> queue;
  private final BatchTally tally;
  private final Set<Batch<T>> batches = new LinkedHashSet<>();
  private final List<FlushTicket> tickets = new ArrayList<>();
  private boolean lost;
  private volatile int underWay;
  private volatile long flushTarget;

  BatchLedger(RecordQueue<T> queue, BatchTally tally) {
    this.queue = queue;
    this.tally = tally;
  }

  /** Up to which index somebody waits for records to be exported. */
  long flushTarget() {
    return flushTarget;
  }

  /** Whether no batch is under way. */
  boolean isIdle() {
    return underWay == 0;
  }

  /** Takes a batch from the queue; null if there is none, or all has ended. */
  @Nullable Batch<T> take(int most) {
    lock.lock();
    try {
      int size = Math.min(most, queue.size());
      if (size == 0 || queue.hasEnded()) {
        return null;
      }
      // Whatever needs memory comes before the first record leaves the queue.
      List<T> records = new ArrayList<>(size);
      Batch<T> batch = new Batch<>(queue.taken(), Collections.unmodifiableList(records));
      batches.add(batch);
      underWay = batches.size();
      queue.drainTo(records, size);
      batch.size = records.size();
      if (batch.size == 0) {
        remove(batch);
        return null;
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private boolean remove(Batch<T> batch) {
    boolean removed = batches.remove(batch);
    underWay = batches.size();
    return removed;
  }

  /** Starts the time that the export of a batch may take. */
  void startTimeout(Batch<T> batch, long deadline) {
    lock.lock();
    try {
      batch.deadline = deadline;
    } finally {
      lock.unlock();
    }
  }

  /** When the first export under way has taken too long, or null if none can. */
  @Nullable Long nextDeadline() {
    lock.lock();
    try {
      Iterator<Batch<T>> first = batches.iterator();
      return first.hasNext() ? first.next().deadline : null;
    } finally {
      lock.unlock();
    }
  }

  /** A batch whose export has taken too long; null if there is none. */
  @Nullable Batch<T> overdue(long now) {
    lock.lock();
    try {
      Iterator<Batch<T>> first = batches.iterator();
      if (!first.hasNext()) {
        return null;
      }
      Batch<T> oldest = first.next();
      return oldest.deadline != null && now - oldest.deadline >= 0 ? oldest : null;
    } finally {
      lock.unlock();
    }
  }

  /** Counts the fate of a batch; false if it was counted before. */
  boolean settle(Batch<T> batch, ExportResult result) {
    lock.lock();
    try {
      if (!remove(batch)) {
        return false;
      }
      tally.count(batch.size, result);
      settleTickets(!result.isDelivered(), batch.from);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void settleTickets(boolean dropped, long from) {
    long settled = settledTo();
    for (Iterator<FlushTicket> each = tickets.iterator(); each.hasNext(); ) {
      FlushTicket ticket = each.next();
      if (dropped && from < ticket.target) {
        ticket.markDropped();
      }
      if (ticket.target <= settled) {
        ticket.settle();
        each.remove();
      }
    }
  }

  private long settledTo() {
    Iterator<Batch<T>> first = batches.iterator();
    return first.hasNext() ? first.next().from : queue.taken();
  }

  /** Begins to wait for all that was taken in before. */
  FlushTicket open() {
    lock.lock();
    try {
      FlushTicket ticket = new FlushTicket(queue.offered());
      flushTarget = Math.max(flushTarget, ticket.target);
      if (lost) {
        ticket.markDropped();
      }
      if (ticket.target <= settledTo() || queue.hasEnded()) {
        ticket.settle(); // After the end, what is queued is still being offered, not accepted.
      } else {
        tickets.add(ticket);
      }
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up waiting. */
  void cancel(FlushTicket ticket) {
    lock.lock();
    try {
      tickets.remove(ticket);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the reading: what is under way or still queued is counted as dropped. What is offered
   * later is for {@link #sweep} to count.
   *
   * @return how many were dropped
   */
  int end(DropReason reason) {
    lock.lock();
    try {
      queue.end();
      int dropped = queue.sweep();
      for (Batch<T> batch : batches) {
        dropped += batch.size;
      }
      batches.clear();
      underWay = 0;
      tally.count(reason, dropped);
      lost |= dropped > 0;
      settleTickets(dropped > 0, 0);
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Counts what was offered while the reading ended. */
  void sweep() {
    lock.lock();
    try {
      tally.count(DropReason.CLOSED, queue.sweep());
    } finally {
      lock.unlock();
    }
  }
}
