package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.LogRecord;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Resource;
import io.obs4j.core.Series;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In steady state a request is written without taking memory. */
class EncoderCostTest {

  private static final int RECORDS = 512;
  private static final int POINTS = 1_000;
  private static final long MOST_BYTES = 100;
  private static final int LIMIT = 64 << 20;

  private final Resource resource =
      Resource.of(Attributes.builder().put(Resource.SERVICE_NAME, "shop").build());
  private final List<InstrumentationScope> scopes =
      List.of(InstrumentationScope.of("http", "1"), InstrumentationScope.of("jdbc", "2"));
  private final ByteSink body = new ByteSink(1 << 20);

  @ParameterizedTest
  @EnumSource(OtlpProtocol.class)
  void spans_steadyState_allocateNothing(OtlpProtocol protocol) {
    List<SpanRecord> spans = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      spans.add(span(i));
    }
    SpanRequestEncoder encoder = new SpanRequestEncoder(resource, protocol, LIMIT);

    assertAllocatesNothing(
        () -> {
          body.reset();
          encoder.encode(spans, 0, body);
        });
  }

  @ParameterizedTest
  @EnumSource(OtlpProtocol.class)
  void logs_steadyState_allocateNothing(OtlpProtocol protocol) {
    List<LogRecord> logs = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      logs.add(log(i));
    }
    LogRequestEncoder encoder = new LogRequestEncoder(resource, protocol, LIMIT);

    assertAllocatesNothing(
        () -> {
          body.reset();
          encoder.encode(logs, 0, body);
        });
  }

  @ParameterizedTest
  @EnumSource(OtlpTemporality.class)
  void points_steadyState_allocateNothing(OtlpTemporality temporality) {
    Metrics metrics = Metrics.create();
    Family<Counter> counters = metrics.counter("count").labels("k");
    Family<Histogram> histograms = metrics.histogram("exponential").labels("k");
    Family<Histogram> explicit = metrics.histogram("explicit").explicit(1, 10).labels("k");
    MetricRequestEncoder encoder =
        new MetricRequestEncoder(resource, OtlpProtocol.PROTOBUF, temporality, LIMIT);
    try (MetricReader reader = metrics.openReader()) {
      long[] time = {1};
      long encoding =
          allocated(
              () -> {
                for (int i = 0; i < POINTS; i++) {
                  counters.of(KEYS[i]).add(3);
                  if (i % 10 == 0) {
                    histograms.of(KEYS[i]).record(i);
                    explicit.of(KEYS[i]).record(i);
                  }
                }
                encoder.collect(reader, time[0]++);
                body.reset();
                encoder.copyTo(0, body);
                encoder.acknowledge(0);
              });
      // What the engine takes to be read is not the encoder's.
      assertThat(encoding - allocated(() -> reader.visit(Unread.VISITOR)))
          .isLessThanOrEqualTo(MOST_BYTES);
    }
  }

  private static final String[] KEYS = new String[POINTS];

  static {
    for (int i = 0; i < POINTS; i++) {
      KEYS[i] = "key" + i;
    }
  }

  private FinishedSpan span(int i) {
    return new FinishedSpan(
        i,
        i + 1,
        i + 1,
        i,
        i % 2 == 0,
        TraceFlags.getSampled(),
        TraceState.getDefault(),
        scopes.get(i % 2),
        "GET /orders/{id}",
        SpanKind.SERVER,
        1_700_000_000_000_000_000L + i,
        1_700_000_000_001_000_000L + i,
        i % 7 == 0 ? StatusCode.ERROR : StatusCode.UNSET,
        "",
        attributes(i),
        List.of(new SpanEvent(1_700_000_000_000_500_000L, "cache miss", attributes(i), 0)),
        List.of(),
        0,
        0,
        0);
  }

  private FinishedLog log(int i) {
    return new FinishedLog(
        1_700_000_000_000_000_000L,
        1_700_000_000_000_000_001L,
        Severity.INFO,
        "INFO",
        scopes.get(i % 2),
        "",
        Value.of("Order " + i + " was placed by a customer"),
        attributes(i),
        0,
        i,
        i + 1,
        i + 1,
        TraceFlags.getSampled());
  }

  private static Attributes attributes(int i) {
    return Attributes.builder()
        .put("http.request.method", "GET")
        .put("http.route", "/orders/{id}")
        .put("server.port", 8080L + i)
        .put("cached", i % 2 == 0)
        .put("user.name", "é" + i)
        .build();
  }

  private static void assertAllocatesNothing(Runnable encoding) {
    assertThat(allocated(encoding)).isLessThanOrEqualTo(MOST_BYTES);
  }

  /** How many bytes a run takes in steady state, at least. */
  private static long allocated(Runnable run) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    for (int i = 0; i < 300; i++) {
      run.run();
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 30; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      run.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  /** Looks at nothing. */
  private static final class Unread implements MetricVisitor {

    static final MetricVisitor VISITOR = new Unread();

    @Override
    public void family(MetricFamily family) {}

    @Override
    public void counter(Series series, NumberReading reading) {}

    @Override
    public void gauge(Series series, NumberReading reading) {}

    @Override
    public void histogram(Series series, HistogramReading reading) {}

    @Override
    public void summary(Series series, SummaryReading reading) {}

    @Override
    public void info(Series series) {}

    @Override
    public void stateSet(Series series, StateSetReading reading) {}
  }
}
