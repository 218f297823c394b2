package io.obs4j.metrics;

import io.obs4j.core.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which series of one table have not been written for a time. They are hidden, not ended: the next
 * write brings a series back with its value and start. Safe for use by several walks at once.
 */
final class IdleSeries {

  private final ReentrantLock lock = new ReentrantLock();
  private final long idleNanos;
  private final Clock clock;
  private long[] activities = {};
  private long[] since = {};
  private int[] generations = {};

  IdleSeries(Duration idle, Clock clock) {
    this.idleNanos = TimeUnits.saturatedNanos(idle);
    this.clock = clock;
  }

  /** Whether the cell has been as it is for longer than the idle time. */
  boolean hides(Cell cell) {
    long activity = cell.activity();
    long now = clock.nanoTime();
    int index = cell.index();
    lock.lock();
    try {
      boolean known = index < since.length && generations[index] == cell.generation() + 1;
      if (known && activities[index] == activity) {
        return now - since[index] > idleNanos;
      }
      if (index >= since.length) {
        int length = index * 3 / 2 + 1;
        activities = Arrays.copyOf(activities, length);
        since = Arrays.copyOf(since, length);
        generations = Arrays.copyOf(generations, length);
      }
      activities[index] = activity;
      since[index] = now;
      generations[index] = cell.generation() + 1;
      return false;
    } finally {
      lock.unlock();
    }
  }
}
