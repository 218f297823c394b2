package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Exemplar;
import io.obs4j.core.ManualClock;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.lang.reflect.Proxy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CounterExemplarTest {

  private final ManualClock clock = ManualClock.at(Instant.ofEpochSecond(1_000));
  private final Metrics metrics = Metrics.builder().clock(clock).build();
  private final Counter counter = metrics.counter("c").create();

  @Test
  void add_withinASampledSpan_remembersValueTimeAndSpan() {
    try (Scope scope = span(1, TraceFlags.getSampled()).makeCurrent()) {
      assertThat(scope).isNotNull();
      counter.add(7);
    }

    Exemplar exemplar = exemplar(metrics);
    assertThat(exemplar.value()).isEqualTo(7);
    assertThat(exemplar.epochNanos()).isEqualTo(1_000_000_000_000L);
    assertThat(exemplar.traceIdHigh()).isEqualTo(0x0af7651916cd43ddL);
    assertThat(exemplar.traceIdLow()).isEqualTo(0x8448eb211c80319cL);
    assertThat(exemplar.spanId()).isEqualTo(1);
  }

  @Test
  void add_severalBetweenReadings_remembersTheFirstOnly() {
    for (int span = 1; span <= 3; span++) {
      try (Scope scope = span(span, TraceFlags.getSampled()).makeCurrent()) {
        assertThat(scope).isNotNull();
        counter.increment();
      }
    }
    assertThat(exemplar(metrics).spanId()).isEqualTo(1);

    try (Scope scope = span(4, TraceFlags.getSampled()).makeCurrent()) {
      assertThat(scope).isNotNull();
      counter.increment();
    }
    assertThat(exemplar(metrics).spanId()).isEqualTo(4);
  }

  @Test
  void add_withoutSpanOrUnsampledOrSwitchedOff_remembersNothing() {
    counter.increment();
    assertThat(exemplar(metrics)).isNull();
    try (Scope scope = span(1, TraceFlags.getDefault()).makeCurrent()) {
      assertThat(scope).isNotNull();
      counter.increment();
    }
    assertThat(exemplar(metrics)).isNull();

    Metrics without = Metrics.builder().exemplars(false).build();
    try (Scope scope = span(1, TraceFlags.getSampled()).makeCurrent()) {
      assertThat(scope).isNotNull();
      without.counter("c").create().increment();
    }
    assertThat(exemplar(without)).isNull();
  }

  private static Span span(int id, TraceFlags flags) {
    return Span.wrap(
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            String.format("%016x", id),
            flags,
            TraceState.getDefault()));
  }

  private static Exemplar exemplar(Metrics metrics) {
    Exemplar[] found = new Exemplar[1];
    boolean[] wanted = new boolean[1];
    MetricVisitor visitor =
        (MetricVisitor)
            Proxy.newProxyInstance(
                MetricVisitor.class.getClassLoader(),
                new Class<?>[] {MetricVisitor.class},
                (proxy, method, arguments) -> {
                  if (arguments[0] instanceof MetricFamily family) {
                    wanted[0] = family.name().equals("c");
                  } else if (wanted[0] && arguments[0] instanceof Series) {
                    found[0] = ((NumberReading) arguments[1]).exemplar();
                  }
                  return null;
                });
    metrics.visit(visitor);
    return found[0];
  }
}
