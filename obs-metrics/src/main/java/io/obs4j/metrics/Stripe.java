package io.obs4j.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A part of a {@link StripedCell}, guarded by a lock that writers only try. */
abstract class Stripe {

  private static final int OPEN = 0;
  private static final int TAKEN = 1;
  private static final int CLOSED = 2;

  private static final VarHandle LOCK;

  static {
    try {
      LOCK = MethodHandles.lookup().findVarHandle(Stripe.class, "lock", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int lock;

  /** Adds a value. The caller holds the lock. */
  abstract void add(double value);

  final boolean tryLock() {
    return LOCK.compareAndSet(this, OPEN, TAKEN);
  }

  final void unlock() {
    LOCK.setRelease(this, OPEN);
  }

  final boolean isClosed() {
    return lock == CLOSED;
  }

  /** Waits until the lock is free and takes it; false if it is closed. */
  final boolean lock() {
    return await(TAKEN);
  }

  /** Waits until the lock is free and takes it for ever. */
  final void close() {
    await(CLOSED);
  }

  private boolean await(int next) {
    for (int attempt = 1; !LOCK.compareAndSet(this, OPEN, next); attempt++) {
      if (isClosed()) {
        return false;
      }
      pause(attempt);
    }
    return true;
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
