package io.obs4j.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A part of a {@link StripedCell}, guarded by a lock that writers only try. All that is not final
 * changes under the lock. It is its own sum, to lie in one piece.
 */
abstract non-sealed class Stripe extends ExactSum {

  static final int OPEN = 0;
  static final int WRITING = 1;
  static final int READING = 2;
  static final int CLOSED = 3;

  private static final VarHandle LOCK;

  static {
    try {
      LOCK = MethodHandles.lookup().findVarHandle(Stripe.class, "lock", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int lock;

  /** How many values are here. The caller holds the lock, or the stripe is closed. */
  abstract long count();

  final boolean tryLock() {
    return LOCK.compareAndSet(this, OPEN, WRITING);
  }

  /** Tries to take the lock for writing; OPEN if that went well, otherwise who has it. */
  final int lockOrHolder() {
    return (int) LOCK.compareAndExchange(this, OPEN, WRITING);
  }

  final void unlock() {
    LOCK.setRelease(this, OPEN);
  }

  /** Waits until the lock is free and takes it for a reader; false if it is closed. */
  final boolean lockForReading() {
    for (int attempt = 1; ; attempt++) {
      int holder = lock;
      if (holder == OPEN && LOCK.compareAndSet(this, OPEN, READING)) {
        return true;
      }
      if (holder == CLOSED) {
        return false;
      }
      pause(attempt);
    }
  }

  /** Waits until the lock is free and takes it for ever. */
  final void close() {
    for (int attempt = 1; !LOCK.compareAndSet(this, OPEN, CLOSED); attempt++) {
      pause(attempt);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the holder may need this processor
  static void pause(int attempt) {
    if (attempt % 128 == 0) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }
}
