package io.obs4j.metrics;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what one metric did not accept, by reason, and says each reason once. */
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
      count = counts.computeIfAbsent(refusal, this::first);
    }
    count.increment();
  }

  private SelfMetrics.Counter first(Refusal refusal) {
    diagnostics.fault(
        "metrics.refused",
        metric + ' ' + refusal.reason,
        "Metric " + metric + " refused a recording: " + refusal.remedy + ".");
    return diagnostics
        .metrics()
        .counter(
            "obs.metrics.refused",
            "{recording}",
            "Recordings and series that a metric did not accept, by reason.",
            Attributes.builder().put("metric", metric).put("reason", refusal.reason).build());
  }
}
