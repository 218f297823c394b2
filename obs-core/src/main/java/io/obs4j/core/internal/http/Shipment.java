package io.obs4j.core.internal.http;

import io.obs4j.core.ExportResult;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One batch, whose records may travel in several requests. Complete when the fate of all is known
 * and its lane has let go of it. Safe for use by any thread.
 */
final class Shipment {

  private static final String FAILED = "failed";

  private final CompletableFuture<ExportResult> result = new CompletableFuture<>();
  private final SendMeter meter;
  private final int size;

  // Guarded by this.
  private int open;
  private final Map<String, Integer> dropped = new HashMap<>();
  private int kept;
  private boolean held = true;
  private @Nullable Throwable failure;

  Shipment(int records, SendMeter meter) {
    this.size = records;
    this.open = records;
    this.meter = meter;
    meter.begun(records);
  }

  CompletionStage<ExportResult> result() {
    return result;
  }

  /**
   * The fate of some records: why they did not arrive, or nothing if they did. No more are settled
   * than are open: what was abandoned has its fate.
   */
  void settle(int records, String why) {
    synchronized (this) {
      int settled = Math.min(records, open);
      if (settled > 0 && !why.isEmpty()) {
        dropped.merge(why, settled, Integer::sum); // First: without memory they stay open.
      }
      take(settled, why);
    }
    completeIfDone();
  }

  /** Some records wait on disk, beyond this shipment. */
  void keep(int records) {
    synchronized (this) {
      int settled = Math.min(records, open);
      open -= settled;
      kept += settled;
      meter.kept(settled);
    }
    completeIfDone();
  }

  /** The fate of all that are not settled yet is not known. */
  void fail(Throwable cause) {
    synchronized (this) {
      take(open, FAILED);
      failure = cause;
    }
    completeIfDone();
  }

  /** The lane is free for another one; idempotent. */
  void release() {
    synchronized (this) {
      held = false; // Also without memory: nothing is allocated before.
    }
    completeIfDone();
  }

  /** Nobody waits any longer: what is open counts as abandoned, whatever still becomes of it. */
  void abandon() {
    try {
      settle(size, Delivery.ABANDONED);
    } finally {
      release();
    }
  }

  private void take(int records, String why) {
    if (records > 0) {
      open -= records;
      meter.settled(records, why);
    }
  }

  private void completeIfDone() {
    synchronized (this) {
      if (open > 0 || held) {
        return;
      }
    }
    if (failure != null) {
      result.completeExceptionally(failure);
    } else {
      result.complete(
          dropped.isEmpty() && kept == 0
              ? ExportResult.delivered()
              : new ExportResult(dropped, kept));
    }
  }
}
