package io.obs4j.logging.sink;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.obs4j.core.internal.Outage;
import io.obs4j.core.internal.ToldLosses;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a sink writes and loses, tells when losing begins and ends, and remembers what the
 * stream is to tell of it.
 */
final class SinkTally {

  /*
   * Before the start there are no diagnostics: what is lost until then is counted under a lock, and
   * carried over by the start. Afterwards counting is an atomic add.
   *
   * Diagnostics log, perhaps through the very sink that is failing. They remember a subject as
   * failing before they log, so a fault within a fault is counted and goes no deeper. Nothing here is
   * called under the lock of a sink, but the counting.
   */

  private static final AttributeKey<String> SINK = AttributeKey.stringKey("sink");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private final String sink;
  private final ReentrantLock starting = new ReentrantLock();
  private final Map<LossReason, Long> early = new EnumMap<>(LossReason.class);
  private volatile @Nullable Counters counters;

  private final AtomicLong lost = new AtomicLong();
  private final ToldLosses told = new ToldLosses();
  private final Outage outage = new Outage();
  private volatile boolean failing;

  private final UntoldDrops untold;

  private record Counters(
      Diagnostics diagnostics,
      SelfMetrics.Counter written,
      Map<LossReason, SelfMetrics.Counter> dropped) {

    void dropped(LossReason reason, long lines) {
      Objects.requireNonNull(dropped.get(reason)).add(lines);
    }
  }

  /** Of a sink, by a name that tells it from others. */
  SinkTally(String sink) {
    this(sink, new UntoldDrops());
  }

  /** Of a queue in front of a sink, which tells of drops for both. */
  SinkTally(String sink, UntoldDrops untold) {
    this.sink = sink;
    this.untold = untold;
  }

  String sink() {
    return sink;
  }

  void start(Diagnostics diagnostics) {
    Attributes attributes = attributes();
    Map<LossReason, SelfMetrics.Counter> dropped = new EnumMap<>(LossReason.class);
    for (LossReason reason : LossReason.values()) {
      dropped.put(
          reason,
          diagnostics
              .metrics()
              .counter(
                  "obs.log.dropped",
                  "{line}",
                  "Log lines that did not get where a sink takes them, by reason.",
                  attributes.toBuilder().put(REASON, reason.reason).build()));
    }
    SelfMetrics.Counter written =
        diagnostics
            .metrics()
            .counter("obs.log.written", "By", "Bytes of log lines that a sink wrote.", attributes);
    starting.lock();
    try {
      Counters started = new Counters(diagnostics, written, dropped);
      for (Map.Entry<LossReason, Long> lost : early.entrySet()) {
        started.dropped(lost.getKey(), lost.getValue());
      }
      counters = started;
    } finally {
      starting.unlock();
    }
  }

  Attributes attributes() {
    return Attributes.of(SINK, sink);
  }

  @Nullable Diagnostics diagnostics() {
    Counters now = counters;
    return now == null ? null : now.diagnostics;
  }

  void written(int bytes) {
    Counters now = counters;
    if (now != null) {
      now.written.add(bytes);
    }
  }

  /** Counts lines that are lost. */
  void dropped(LossReason reason, long lines) {
    if (lines == 0) {
      return;
    }
    Counters now = counters;
    if (now == null) {
      now = droppedEarly(reason, lines);
    }
    if (now != null) {
      now.dropped(reason, lines);
    }
    if (reason != LossReason.QUEUE_FULL) {
      lost.addAndGet(lines);
    }
    untold.add(lines);
  }

  private @Nullable Counters droppedEarly(LossReason reason, long lines) {
    starting.lock();
    try {
      if (counters == null) {
        early.merge(reason, lines, Long::sum);
      }
      return counters;
    } finally {
      starting.unlock();
    }
  }

  /** How many lines were taken in and lost. */
  long lost() {
    return lost.get();
  }

  /** Whether a flush that waits for nothing has no loss to tell of. */
  boolean isWhole() {
    return told.isWhole(told.mark(), lost());
  }

  /** Tells that it fails, once until it works again. Not under a lock. */
  void failed(String kind, String message, @Nullable Throwable cause) {
    Diagnostics diagnostics = diagnostics();
    if (diagnostics != null) {
      diagnostics.fault(kind, sink, message, cause);
    }
    outage.failed(System.nanoTime());
    failing = true;
  }

  /** Tells that it takes not all in; of many at once, the first does. Not under a lock. */
  void refused(String kind, String message) {
    if (failing) {
      outage.failed(System.nanoTime());
    } else {
      failed(kind, message, null);
    }
  }

  /** Whether it has failed and that has not been found to be over. */
  boolean isFailing() {
    return failing;
  }

  /** Tells that it works again, once it has for a time. Not under a lock. */
  void worked(String kind) {
    if (!failing) {
      return;
    }
    outage.worked();
    if (outage.hasEnded(System.nanoTime())) {
      failing = false;
      Diagnostics diagnostics = diagnostics();
      if (diagnostics != null) {
        diagnostics.recovered(kind, sink, "Log lines get to " + sink + " again.");
      }
    }
  }

  /** What the stream does not tell of yet. */
  UntoldDrops untold() {
    return untold;
  }
}
