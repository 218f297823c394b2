package io.obs4j.core.internal.http;

import io.obs4j.core.internal.Uninterrupted;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time work with a disk, and the others go on without it where it hangs. Safe
 * for use by any thread.
 */
final class DiskTurn {

  /*
   * A disk that does not answer, as one of a network may, keeps the thread that asked it for as long as
   * it likes: no JVM can break that off. Whoever comes then waits once, to tell a slow disk from one
   * that hangs; once that is known, nobody waits until the thread has come back. The flag is set before
   * the lock is tried for the last time, and cleared after it is given back: it does not outlast the
   * thread that hangs.
   */

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean hanging;

  /** Whether it is this thread's turn, which it then has to end; also if it is interrupted. */
  boolean begin() {
    if (lock.tryLock()) {
      return true;
    }
    if (hanging) {
      return false;
    }
    if (Uninterrupted.await(left -> lock.tryLock(left, TimeUnit.NANOSECONDS), PATIENCE_NANOS)) {
      return true;
    }
    hanging = true;
    return lock.tryLock();
  }

  void end() {
    lock.unlock();
    hanging = false;
  }

  /** Whether a thread has its turn and does not come back. */
  boolean isHanging() {
    return hanging;
  }
}
