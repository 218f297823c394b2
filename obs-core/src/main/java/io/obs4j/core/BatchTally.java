package io.obs4j.core;

import io.obs4j.core.internal.Outage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a batcher delivers and drops, and tells when dropping begins and ends.
 *
 * <p>Safe for use by any thread. Of all that are refused by the queue the first writes the line;
 * the worker writes the one about the end.
 */
final class BatchTally {

  private static final String FAULT_QUEUE = "batch.queue";
  private static final String FAULT_EXPORT = "batch.export";
  private static final String FAULT_THREAD = "batch.thread";

  private static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("signal");
  private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("destination");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private static final DropReason[] REASONS = DropReason.values();

  private final Diagnostics diagnostics;
  private final Attributes attributes;
  private final String subject;
  private final SelfMetrics.Counter exported;
  private final SelfMetrics.Counter kept;
  private final Map<DropReason, SelfMetrics.Counter> dropped = new EnumMap<>(DropReason.class);

  private final AtomicBoolean refusing = new AtomicBoolean();
  private final Outage export = new Outage();
  private final Outage thread = new Outage();

  // The worker's: how many had been refused when it looked last, and since when no more are.
  private long refusedBefore;
  private long quietSince;

  BatchTally(Signal signal, String destination, Diagnostics diagnostics) {
    if (signal == Signal.METRICS) {
      throw new IllegalArgumentException(
          "Metrics cannot be batched: they are walked. Use Signals.metrics().");
    }
    Objects.requireNonNull(destination, "destination");
    this.diagnostics = diagnostics;
    this.subject = (signal == Signal.LOGS ? "log records to " : "spans to ") + destination;
    this.attributes = Attributes.of(SIGNAL, name(signal), DESTINATION, destination);
    exported =
        diagnostics
            .metrics()
            .counter(
                "obs.batch.exported",
                "{record}",
                "Records that arrived at a destination.",
                attributes);
    kept =
        diagnostics
            .metrics()
            .counter(
                "obs.batch.kept",
                "{record}",
                "Records that an exporter keeps on disk, to send them later.",
                attributes);
    for (DropReason reason : REASONS) {
      dropped.put(reason, dropped(reason.reason));
    }
  }

  /** The signal as an attribute. */
  static String name(Signal signal) {
    return signal == Signal.LOGS ? "logs" : "traces";
  }

  private SelfMetrics.Counter dropped(String reason) {
    return diagnostics
        .metrics()
        .counter(
            "obs.batch.dropped",
            "{record}",
            "Records that did not arrive at a destination, by reason.",
            attributes.toBuilder().put(REASON, reason).build());
  }

  /** Shows the queue in the metrics while it is in use. */
  SelfMetrics.Observation observe(LongSupplier size, long capacity) {
    SelfMetrics metrics = diagnostics.metrics();
    SelfMetrics.Observation sizes =
        metrics
            .observed(
                "obs.batch.queue.size",
                "{record}",
                "Records that wait for their export.",
                attributes)
            .observe(size);
    SelfMetrics.Observation capacities =
        metrics
            .observed(
                "obs.batch.queue.capacity",
                "{record}",
                "Records that may wait for their export.",
                attributes)
            .observe(() -> capacity);
    return () -> {
      sizes.end();
      capacities.end();
    };
  }

  /** Counts the fate of a batch. */
  void count(int size, ExportResult result) {
    exported.add(size - result.droppedCount() - result.kept());
    if (result.kept() > 0) {
      kept.add(result.kept());
    }
    result.dropped().forEach((reason, records) -> dropped(reason).add(records));
  }

  /** Counts records that were not handed to the exporter. */
  void count(DropReason reason, int records) {
    known(reason).add(records);
  }

  private SelfMetrics.Counter known(DropReason reason) {
    return Objects.requireNonNull(dropped.get(reason));
  }

  /** Counts a record that the queue did not take in, and tells of the first. */
  void refuse(DropReason reason) {
    count(reason, 1);
    if (reason.isRefusal() && !refusing.get() && refusing.compareAndSet(false, true)) {
      diagnostics.fault(FAULT_QUEUE, subject, dropping(reason.remedy), null);
    }
  }

  /** Tells what has ended: refusals once there was none for a time. For the worker only. */
  void review(long now, long quietNanos) {
    if (export.hasEnded(now)) {
      diagnostics.recovered(FAULT_EXPORT, subject, "All " + subject + " arrive again.");
    }
    thread.worked();
    if (thread.hasEnded(now)) {
      diagnostics.recovered(
          FAULT_THREAD, subject, "The thread that sends " + subject + " works again.");
    }
    reviewRefusals(now, quietNanos);
  }

  private void reviewRefusals(long now, long quietNanos) {
    if (!refusing.get()) {
      return;
    }
    long refused = 0;
    for (DropReason reason : REASONS) {
      if (reason.isRefusal()) {
        refused += known(reason).longValue();
      }
    }
    if (refused != refusedBefore) {
      refusedBefore = refused;
      quietSince = now;
    } else if (now - quietSince >= quietNanos) {
      refusing.set(false);
      diagnostics.recovered(FAULT_QUEUE, subject, "The queue takes all " + subject + " again.");
    }
  }

  /** Tells what became of a batch, if that is news. */
  void tell(long now, int size, ExportResult result, @Nullable Throwable cause) {
    if (result.dropped().isEmpty()) {
      export.worked();
      return;
    }
    StringJoiner why = new StringJoiner("; ");
    result
        .dropped()
        .forEach(
            (reason, records) ->
                why.add(remedy(reason) + " (" + records + " of a batch of " + size + ")"));
    diagnostics.fault(FAULT_EXPORT, subject, dropping(why.toString()), cause);
    export.failed(now);
  }

  private static String remedy(String reason) {
    for (DropReason known : REASONS) {
      if (known.reason.equals(reason)) {
        return known.remedy;
      }
    }
    return "the exporter says " + reason + ". Look at the destination";
  }

  /** Tells that a close had no time for some. */
  void tellAbandoned(long now, int records) {
    if (records > 0) {
      diagnostics.fault(
          FAULT_EXPORT,
          subject,
          dropping(DropReason.ABANDONED.remedy + " (" + records + " records)"));
      export.failed(now);
    }
  }

  /** Tells that the worker itself failed, and goes on. */
  void tellSurvived(long now, Throwable cause) {
    diagnostics.fault(
        FAULT_THREAD, subject, "The thread that sends " + subject + " failed, and goes on.", cause);
    thread.failed(now);
  }

  private String dropping(String why) {
    return "Some " + subject + " are dropped, and counted in obs.batch.dropped: " + why + ".";
  }
}
