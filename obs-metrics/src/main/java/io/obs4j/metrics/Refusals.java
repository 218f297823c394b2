package io.obs4j.metrics;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what one metric did not accept, by reason, and says each reason once. No lock is held
 * while it is said: who records never waits for the log, and the log may record.
 */
final class Refusals {

  private final String metric;
  private final Diagnostics diagnostics;
  private final Map<Refusal, SelfMetrics.Counter> counts = new ConcurrentHashMap<>();

  Refusals(String metric, Diagnostics diagnostics) {
    this.metric = metric;
    this.diagnostics = diagnostics;
  }

  void count(Refusal refusal) {
    SelfMetrics.Counter count = counts.get(refusal);
    if (count == null) {
      count = counter(refusal);
      if (counts.putIfAbsent(refusal, count) == null) {
        tell(refusal);
      }
    }
    count.increment();
  }

  private void tell(Refusal refusal) {
    diagnostics.fault(
        "metrics.refused",
        metric + ' ' + refusal.reason,
        "Metric " + metric + " refused a recording: " + refusal.remedy + ".");
  }

  /** The same one each time it is asked for. */
  private SelfMetrics.Counter counter(Refusal refusal) {
    return diagnostics
        .metrics()
        .counter(
            "obs.metrics.refused",
            "{recording}",
            "Recordings and series that a metric did not accept, by reason.",
            Attributes.builder().put("metric", metric).put("reason", refusal.reason).build());
  }
}
