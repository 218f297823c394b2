package io.obs4j.logging.sink;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Threads that wait for something to become true, and cost next to nothing while there are none.
 */
final class Waiters {

  /*
   * A waiter counts itself, then looks, under the lock. Who made it true has a full fence between
   * that and reading the count. So one of them sees the other; and a waiter that has looked and not
   * yet parked holds the lock that the wake-up needs.
   */

  private final AtomicInteger waiting = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Waits, also if interrupted meanwhile; false if it has not become true. */
  boolean await(BooleanSupplier condition, long nanos) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + nanos;
    waiting.incrementAndGet();
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        long rest = deadline - System.nanoTime();
        if (rest <= 0) {
          return false;
        }
        try {
          changed.awaitNanos(rest);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      lock.unlock();
      waiting.decrementAndGet();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Has all look again. */
  void wake() {
    VarHandle.fullFence();
    if (waiting.get() == 0) {
      return;
    }
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
