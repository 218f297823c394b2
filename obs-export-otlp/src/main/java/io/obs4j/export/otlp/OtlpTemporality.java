package io.obs4j.export.otlp;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;

/**
 * Since when sums and histograms are counted. Sums that also shrink, and summaries, are always
 * counted from their start.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/#additional-environment-variable-configuration">OpenTelemetry,
 *     metrics exporter, OTLP</a>
 */
public enum OtlpTemporality {
  /** From the start of the series. */
  CUMULATIVE,
  /** From the last reading that the destination has acknowledged. */
  DELTA,
  /** As {@link #DELTA} for what is recorded, and {@link #CUMULATIVE} for what is observed. */
  LOW_MEMORY;

  /** Whether a metric is told as differences. */
  boolean isDelta(MetricFamily family) {
    boolean grows = family.kind() == MetricKind.COUNTER || family.kind() == MetricKind.HISTOGRAM;
    return switch (this) {
      case CUMULATIVE -> false;
      case DELTA -> grows;
      case LOW_MEMORY -> grows && !family.observed();
    };
  }
}
