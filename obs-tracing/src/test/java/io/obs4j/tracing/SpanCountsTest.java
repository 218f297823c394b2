package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.NumberReading;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many spans were started, and how many live, by what was decided about them. */
@Timeout(120)
class SpanCountsTest {

  private Sampling next = Sampling.SAMPLE;
  private final Tracing tracing =
      Tracing.builder().sampler((parent, high, low, name, kind, attributes) -> next).build();
  private final Tracer tracer = tracing.tracerProvider().get("scope");

  private Span start(Span parent) {
    return tracer.spanBuilder("s").setParent(Context.root().with(parent)).startSpan();
  }

  @Test
  void spans_ofEachDecisionAndOrigin_areCountedApart() {
    Span remote =
        Span.wrap(
            SpanContext.createFromRemoteParent(
                "0123456789abcdef0123456789abcdef",
                "0123456789abcdef",
                TraceFlags.getSampled(),
                TraceState.getDefault()));
    Span root = start(Span.getInvalid());
    Span child = start(root);
    start(child);
    start(remote).end();
    next = Sampling.RECORD;
    start(root).end();
    next = Sampling.DROP;
    start(Span.getInvalid()).end();
    child.end();
    child.end();

    assertThat(Counts.of(tracing))
        .containsOnly(
            Map.entry("started RECORD_AND_SAMPLE none", 1L),
            Map.entry("started RECORD_AND_SAMPLE local", 2L),
            Map.entry("started RECORD_AND_SAMPLE remote", 1L),
            Map.entry("started RECORD_ONLY local", 1L),
            Map.entry("started DROP none", 1L),
            Map.entry("live RECORD_AND_SAMPLE", 2L),
            Map.entry("live RECORD_ONLY", 0L));
  }

  @Test
  void spans_ofTwoTracingsThatShareDiagnostics_addUp() {
    Tracing other = Tracing.builder().diagnostics(tracing.diagnostics()).build();
    start(Span.getInvalid());
    other.tracerProvider().get("scope").spanBuilder("s").setNoParent().startSpan();

    assertThat(Counts.of(tracing))
        .containsOnly(
            Map.entry("started RECORD_AND_SAMPLE none", 2L),
            Map.entry("live RECORD_AND_SAMPLE", 2L));
  }

  @Test
  void spans_ofManyThreads_areCountedExactly() throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  begin.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                for (int i = 0; i < 10_000; i++) {
                  Span root = start(Span.getInvalid());
                  start(root).end();
                }
              });
      thread.start();
      threads.add(thread);
    }
    begin.countDown();
    while (threads.stream().anyMatch(Thread::isAlive)) {
      assertThat(Counts.of(tracing).getOrDefault("live RECORD_AND_SAMPLE", 0L)).isNotNegative();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(Counts.of(tracing))
        .containsOnly(
            Map.entry("started RECORD_AND_SAMPLE none", 40_000L),
            Map.entry("started RECORD_AND_SAMPLE local", 40_000L),
            Map.entry("live RECORD_AND_SAMPLE", 40_000L));
  }

  /** What a reader is shown of spans. */
  private static final class Counts implements SelectiveMetricVisitor {

    private final Map<String, Long> found = new TreeMap<>();
    private MetricFamily family;

    static Map<String, Long> of(Tracing tracing) {
      Counts counts = new Counts();
      tracing.diagnostics().visit(counts);
      return counts.found;
    }

    @Override
    public void family(MetricFamily next) {
      family = next;
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      String prefix = "otel.sdk.span.";
      if (family.name().startsWith(prefix)) {
        String name = family.name().substring(prefix.length());
        assertThat(family.kind())
            .isEqualTo(name.equals("live") ? MetricKind.UP_DOWN_COUNTER : MetricKind.COUNTER);
        String origin = series.attributes().get(AttributeKey.stringKey("otel.span.parent.origin"));
        found.put(
            name
                + ' '
                + series.attributes().get(AttributeKey.stringKey("otel.span.sampling_result"))
                + (origin == null ? "" : ' ' + origin),
            reading.longValue());
      }
    }
  }
}
