package io.obs4j.benchmarks;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpHandler;
import io.obs4j.Obs;
import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.ExportResult;
import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import io.obs4j.http.HttpServerTelemetry;
import io.obs4j.judges.EmptyExchange;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.instrumentation.javahttpserver.JavaHttpServerTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does a filter add to a request of the JDK's server whose handler does nothing? Its parent is
 * in the headers; the span is sampled and batched as in {@link SpanBatched}; all metrics are
 * recorded that the side has.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HttpFilter {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final HttpHandler NOTHING = exchange -> exchange.sendResponseHeaders(204, -1);

  private final Obs obs;
  private final OpenTelemetrySdk sdk;
  private final Filter ours;
  private final Filter openTelemetry;

  /** Both sides; what the exporters read is added up. */
  public HttpFilter() {
    this(new LongAdder());
  }

  private HttpFilter(LongAdder read) {
    this(
        span -> read.add(span.name().length() + span.attributes().size()),
        span -> read.add(span.getName().length() + span.getAttributes().size()));
  }

  private HttpFilter(Consumer<SpanRecord> oursRead, Consumer<SpanData> openTelemetryRead) {
    obs =
        Obs.builder()
            .service("benchmarks", "1")
            .environment(Map.of())
            .export(new Spans(oursRead))
            .start();
    ours = HttpServerTelemetry.of(obs).filter();
    BatchSettings settings = BatchSettings.defaults();
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(
                        BatchSpanProcessor.builder(new ReadSpans(openTelemetryRead))
                            .setMaxQueueSize(settings.queueSize())
                            .setMaxExportBatchSize(settings.batchSize())
                            .setScheduleDelay(settings.delay())
                            .setExporterTimeout(settings.exportTimeout())
                            .build())
                    .build())
            .setMeterProvider(
                SdkMeterProvider.builder()
                    .registerMetricReader(PrometheusMetricReader.create())
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    openTelemetry = JavaHttpServerTelemetry.create(sdk).newFilter();
  }

  @Benchmark
  public void bare() throws IOException {
    new Filter.Chain(List.of(), NOTHING).doFilter(new EmptyExchange());
  }

  @Benchmark
  public void ours() throws IOException {
    new Filter.Chain(List.of(ours), NOTHING).doFilter(new EmptyExchange());
  }

  @Benchmark
  public void openTelemetry() throws IOException {
    new Filter.Chain(List.of(openTelemetry), NOTHING).doFilter(new EmptyExchange());
  }

  /** What reaches the exporter of each side. */
  static List<Outcome> outcomes() {
    KeptSpans ours = new KeptSpans();
    KeptSpans openTelemetry = new KeptSpans();
    HttpFilter sides = new HttpFilter(ours::keep, openTelemetry::keep);
    try {
      for (int i = 0; i < 100; i++) {
        sides.ours();
        sides.openTelemetry();
      }
    } catch (IOException e) {
      throw new IllegalStateException("An exchange without a connection failed", e);
    }
    sides.obs.close(LIMIT);
    sides.sdk.shutdown().join(LIMIT.toSeconds(), TimeUnit.SECONDS);
    return List.of(
        new Outcome("ours", ours.samples()), new Outcome("opentelemetry", openTelemetry.samples()));
  }

  /** Batches spans for a reader. */
  private static final class Spans implements Exporter {
    private final Batcher<SpanRecord> batcher;

    Spans(Consumer<SpanRecord> reader) {
      batcher =
          Batcher.spans(
              "benchmarks",
              BatchSettings.defaults(),
              batch -> {
                batch.forEach(reader);
                return CompletableFuture.completedFuture(ExportResult.delivered());
              },
              Diagnostics.create());
    }

    @Override
    public void start(Signals signals) {
      signals.spans().subscribe(batcher);
    }

    @Override
    public void close(Duration limit) {
      batcher.close(limit);
    }
  }
}
