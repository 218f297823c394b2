package io.obs4j.metrics;

import io.obs4j.core.Diagnostics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
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
   * A walk waits for the round of another one while that is young. Behind a callback that hangs it is
   * shown the last round, and so it is if it is interrupted while it waits. `begun` and `calling` are
   * for those who wait: written under the lock, read without.
   *
   * Adding and closing do not take the lock: a user who closes a registration while holding a lock
   * that the callback wants must not wait for the callback.
   */
  static final String FAULT = "metrics.callback";

  private static final String ROUND = "round";

  /** How long a round may take before walks go on without it. */
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);

  /** Waited also behind an old round: it may have ended, and the next one have begun. */
  private static final long LEAST_WAIT_NANOS = 100_000_000L;

  private final Diagnostics diagnostics;
  private final long longestRoundNanos;
  private final NavigableMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
  private final AtomicLong added = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  private final List<ObservedCell> observed = new ArrayList<>();

  private long round = 1;
  private volatile long committed = 1;
  private volatile long begun = System.nanoTime();
  private volatile String calling = "";

  Callbacks(Diagnostics diagnostics) {
    this(diagnostics, LONGEST_ROUND);
  }

  Callbacks(Diagnostics diagnostics, Duration longestRound) {
    this.diagnostics = diagnostics;
    this.longestRoundNanos = longestRound.toNanos();
  }

  /** Adds a callback, which is to call {@code observe}; its faults are told as the subject's. */
  Registration add(String subject, Runnable callback) {
    return add(added.incrementAndGet(), subject, callback);
  }

  /** Adds the callback that is called after all others, to observe what they have done. */
  void addLast(String subject, Runnable callback) {
    add(Long.MAX_VALUE, subject, callback);
  }

  private Registration add(long order, String subject, Runnable callback) {
    Entry entry = new Entry(order, subject, callback);
    entries.put(order, entry);
    return entry;
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
      long left = longestRoundNanos - (System.nanoTime() - begun);
      if (!lock.tryLock()
          && !lock.tryLock(Math.max(left, LEAST_WAIT_NANOS), TimeUnit.NANOSECONDS)) {
        diagnostics.fault(
            FAULT,
            ROUND,
            "The callbacks of metric "
                + calling
                + " hang: until they return, observed metrics are shown as they were before."
                + " Find out what holds them up, and bound it.");
        return committed;
      }
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
      begun = System.nanoTime();
      round++;
      for (Entry entry : entries.values()) { // by order
        entry.call();
      }
      for (ObservedCell cell : observed) {
        cell.commit();
      }
      committed = round;
      for (ObservedCell cell : observed) {
        makeRoom(cell);
      }
      diagnostics.recovered(FAULT, ROUND, "The callbacks of all metrics return again.");
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

  /** Reports count and sum of a summary. Called by callbacks, while {@link #run} calls them. */
  void observe(SeriesTable table, SeriesKey key, long count, double sum) {
    if (accepts(table)) {
      cell(table, key).observe(round, count, sum);
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

  private final class Entry implements Registration {

    private final long order;
    private final String subject;
    private final Runnable callback;
    private boolean failing;

    Entry(long order, String subject, Runnable callback) {
      this.order = order;
      this.subject = subject;
      this.callback = callback;
    }

    @Override
    public void close() {
      entries.remove(order);
    }

    void call() {
      calling = subject;
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
