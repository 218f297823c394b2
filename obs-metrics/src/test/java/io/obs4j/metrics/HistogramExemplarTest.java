package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Exemplar;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HistogramExemplarTest {

  private final Metrics metrics = Metrics.create();
  private final Histogram histogram = metrics.histogram("h").explicit(1, 2, 3).create();

  @Test
  void record_withinASampledSpan_remembersOneValueABucket() {
    record(1, TraceFlags.getSampled(), 0.5, 0.6, 2.5, 9);

    Exemplar[] exemplars = exemplars();
    assertThat(exemplars[0].value()).isEqualTo(0.5);
    assertThat(exemplars[0].spanId()).isEqualTo(1);
    assertThat(exemplars[1]).isNull();
    assertThat(exemplars[2].value()).isEqualTo(2.5);
    assertThat(exemplars[3].value()).isEqualTo(9);
  }

  @Test
  void record_afterAReading_replacesTheExemplarOfItsBucketOnly() {
    record(1, TraceFlags.getSampled(), 0.5, 2.5);
    exemplars();
    record(2, TraceFlags.getSampled(), 0.7);

    Exemplar[] exemplars = exemplars();
    assertThat(exemplars[0].value()).isEqualTo(0.7);
    assertThat(exemplars[0].spanId()).isEqualTo(2);
    assertThat(exemplars[2].spanId()).isEqualTo(1);
  }

  @Test
  void record_derivedBuckets_exemplarLiesInTheBucketThatShowsIt() {
    Histogram derived = metrics.histogram("d").unit("s").create();
    double[] values = {1e-9, 0.001, 0.25, 0.26, 1, 1.0001, 100, 1e6, -3, 0};
    try (Scope scope = span(1, TraceFlags.getSampled()).makeCurrent()) {
      assertThat(scope).isNotNull();
      for (double value : values) {
        derived.record(value);
      }
    }

    Distribution reading = Distribution.of(metrics, "d");

    for (int bucket = 0; bucket < reading.counts().length; bucket++) {
      Exemplar exemplar = reading.exemplars()[bucket];
      assertThat(exemplar == null).isEqualTo(reading.counts()[bucket] == 0);
      if (exemplar != null && bucket < reading.bounds().length) {
        assertThat(exemplar.value()).isLessThanOrEqualTo(reading.bounds()[bucket]);
      }
      if (exemplar != null && bucket > 0) {
        assertThat(exemplar.value()).isGreaterThan(reading.bounds()[bucket - 1]);
      }
    }
  }

  @Test
  void record_rareBucketAfterManyMissesOfAnother_isStillRemembered() {
    record(1, TraceFlags.getSampled(), 0.5);
    exemplars();
    double[] frequent = new double[100_000];
    Arrays.fill(frequent, 1.5);

    record(2, TraceFlags.getDefault(), frequent);
    record(3, TraceFlags.getSampled(), 9);

    assertThat(exemplars()[3].spanId()).isEqualTo(3);
  }

  @Test
  void record_withoutSpanOrUnsampledOrSwitchedOff_remembersNothing() {
    histogram.record(1);
    record(1, TraceFlags.getDefault(), 1, 2, 3);
    assertThat(exemplars()).allMatch(Objects::isNull);

    Metrics without = Metrics.builder().exemplars(false).build();
    Histogram silent = without.histogram("h").explicit(1).create();
    try (Scope scope = span(1, TraceFlags.getSampled()).makeCurrent()) {
      assertThat(scope).isNotNull();
      silent.record(1);
    }
    assertThat(Distribution.of(without, "h").exemplars()).allMatch(Objects::isNull);
  }

  private void record(int spanId, TraceFlags flags, double... values) {
    try (Scope scope = span(spanId, flags).makeCurrent()) {
      assertThat(scope).isNotNull();
      for (double value : values) {
        histogram.record(value);
      }
    }
  }

  private Exemplar[] exemplars() {
    return Distribution.of(metrics, "h").exemplars();
  }

  private static Span span(int id, TraceFlags flags) {
    return Span.wrap(
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            String.format("%016x", id),
            flags,
            TraceState.getDefault()));
  }
}
