package io.obs4j.metrics;

import io.obs4j.core.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Everything that is observed rather than recorded. Each walk begins by calling all callbacks, as
 * one numbered round; a callback may observe series of several tables.
 */
final class Callbacks {

  /*
   * A round runs under `lock`, so callbacks never overlap. What they observe gathers in the cells
   * and is committed when all have been called: a walk that still reads the round before sees old
   * values or new ones, never half a sum. The lock is given back before the first series is shown.
   *
   * A walk that is interrupted while it waits for a callback that hangs is shown the last round.
   *
   * Adding and closing do not take the lock: a user who closes a registration while holding a lock
   * that the callback wants must not wait for the callback.
   */
  static final String FAULT = "metrics.callback";

  private final Diagnostics diagnostics;
  private final NavigableMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
  private final AtomicLong added = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  private final List<ObservedCell> observed = new ArrayList<>();

  private long round = 1;
  private volatile long committed = 1;

  Callbacks(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Adds a callback, which is to call {@code observe}; its faults are told as the subject's. */
  Registration add(String subject, Runnable callback) {
    Long order = added.incrementAndGet();
    entries.put(order, new Entry(subject, callback));
    return () -> entries.remove(order);
  }

  /**
   * Calls all callbacks.
   *
   * @return the number of the round, which observed cells have reached that are to be shown
   */
  long run() {
    if (lock.isHeldByCurrentThread()) {
      return committed; // a callback that walks is shown what was last committed
    }
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      diagnostics.fault(
          FAULT,
          "interrupted walk",
          "A walk was interrupted while it waited for the callbacks of another;"
              + " it shows what they observed before. Find the callback that hangs and bound it.",
          e);
      return committed;
    }
    try {
      round++;
      entries.values().forEach(Entry::call); // in the order in which they were added
      observed.forEach(ObservedCell::commit);
      committed = round;
      observed.forEach(this::makeRoom);
      return round;
    } finally {
      observed.clear();
      lock.unlock();
    }
  }

  /** Reports an integer. Called by callbacks, while {@link #run} calls them. */
  void observe(SeriesTable table, SeriesKey key, long value) {
    if (accepts(table)) {
      cell(table, key).observe(round, value);
    }
  }

  /** Reports a number. Called by callbacks, while {@link #run} calls them. */
  void observe(SeriesTable table, SeriesKey key, double value) {
    if (accepts(table)) {
      cell(table, key).observe(round, value);
    }
  }

  private boolean accepts(SeriesTable table) {
    boolean accepts = lock.isHeldByCurrentThread();
    if (!accepts) {
      table.refuse(Refusal.OUTSIDE_CALLBACK);
    }
    return accepts;
  }

  private ObservedCell cell(SeriesTable table, SeriesKey key) {
    ObservedCell cell = (ObservedCell) table.intern(key);
    observed.add(cell);
    return cell;
  }

  /** What was not observed again must not keep a full table from what comes next. */
  private void makeRoom(ObservedCell cell) {
    if (cell.table.isFull()) {
      cell.table.forgetUnobserved(round);
    }
  }

  private final class Entry {

    private final String subject;
    private final Runnable callback;
    private boolean failing;

    Entry(String subject, Runnable callback) {
      this.subject = subject;
      this.callback = callback;
    }

    void call() {
      try {
        callback.run();
      } catch (Throwable e) {
        failing = true;
        diagnostics.fault(
            FAULT,
            subject,
            "A callback of metric "
                + subject
                + " threw "
                + e.getClass().getName() // its own words may throw, too
                + "; its series are missing",
            e);
        return;
      }
      if (failing) {
        failing = false;
        diagnostics.recovered(
            FAULT, subject, "The callbacks of metric " + subject + " work again.");
      }
    }
  }
}
