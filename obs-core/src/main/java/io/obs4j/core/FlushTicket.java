package io.obs4j.core;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the fate of all records before an index. The ledger changes it under its lock; the
 * latch hands the outcome to the thread that waits.
 */
final class FlushTicket {

  final long target;
  private final CountDownLatch settled = new CountDownLatch(1);
  private boolean dropped;

  FlushTicket(long target) {
    this.target = target;
  }

  void markDropped() {
    dropped = true;
  }

  void settle() {
    settled.countDown();
  }

  /** True once all were delivered; false if one was not, or was not in time. */
  boolean await(long nanos) {
    try {
      return settled.await(nanos, TimeUnit.NANOSECONDS) && !dropped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
