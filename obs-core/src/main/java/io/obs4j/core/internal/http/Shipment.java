package io.obs4j.core.internal.http;

import io.obs4j.core.ExportResult;
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

  // Guarded by this.
  private int open;
  private int dropped;
  private int kept;
  private String reason = "";
  private boolean held = true;
  private @Nullable Throwable failure;

  Shipment(int records, SendMeter meter) {
    this.open = records;
    this.meter = meter;
    meter.begun(records);
  }

  CompletionStage<ExportResult> result() {
    return result;
  }

  /** The fate of some records: why they did not arrive, or nothing if they did. */
  void settle(int records, String why) {
    if (records > 0) {
      meter.settled(records, why);
      complete(
          () -> {
            open -= records;
            if (!why.isEmpty()) {
              dropped += records;
              reason = why;
            }
          });
    }
  }

  /** Some records wait on disk, beyond this shipment. */
  void keep(int records) {
    meter.kept(records);
    complete(
        () -> {
          open -= records;
          kept += records;
        });
  }

  /** The fate of all that are not settled yet is not known. */
  void fail(Throwable cause) {
    complete(
        () -> {
          meter.settled(open, FAILED);
          open = 0;
          failure = cause;
        });
  }

  /** The lane is free for another one. */
  void release() {
    complete(() -> held = false);
  }

  private void complete(Runnable change) {
    synchronized (this) {
      change.run();
      if (open > 0 || held) {
        return;
      }
    }
    if (failure != null) {
      result.completeExceptionally(failure);
    } else {
      result.complete(
          dropped == 0 && kept == 0
              ? ExportResult.delivered()
              : new ExportResult(dropped, reason, kept));
    }
  }
}
