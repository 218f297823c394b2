package io.obs4j.benchmarks;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.ExportResult;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.List;
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
 * What does a recorded span cost the thread that makes it, if another one exports it? Queues and
 * batches are equally large; either exporter reads a span's name, attributes and events. Whatever
 * finds the queue full is dropped, on either side.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanBatched {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Batcher<SpanRecord> batcher;
  private final BatchSpanProcessor processor;
  private final Tracer ours;
  private final Tracer openTelemetry;

  /** Both sides; what the exporters read is added up. */
  public SpanBatched() {
    this(new LongAdder());
  }

  private SpanBatched(LongAdder read) {
    this(
        span -> read.add(span.name().length() + span.attributes().size() + span.events().size()),
        span ->
            read.add(
                span.getName().length() + span.getAttributes().size() + span.getEvents().size()));
  }

  private SpanBatched(Consumer<SpanRecord> oursRead, Consumer<SpanData> openTelemetryRead) {
    BatchSettings settings = BatchSettings.defaults();
    batcher =
        Batcher.spans(
            "benchmarks",
            settings,
            batch -> {
              batch.forEach(oursRead);
              return CompletableFuture.completedFuture(ExportResult.delivered());
            },
            Diagnostics.create());
    processor =
        BatchSpanProcessor.builder(new ReadSpans(openTelemetryRead))
            .setMaxQueueSize(settings.queueSize())
            .setMaxExportBatchSize(settings.batchSize())
            .setScheduleDelay(settings.delay())
            .setExporterTimeout(settings.exportTimeout())
            .build();
    ours = SpanTracers.ours(batcher);
    openTelemetry = SpanTracers.openTelemetry(processor);
  }

  @Benchmark
  public Span ours() {
    return SpanWork.recordInScope(ours);
  }

  @Benchmark
  public Span openTelemetry() {
    return SpanWork.recordInScope(openTelemetry);
  }

  /** What reaches the exporter of each side. */
  static List<Outcome> outcomes() {
    KeptSpans ours = new KeptSpans();
    KeptSpans openTelemetry = new KeptSpans();
    SpanBatched sides = new SpanBatched(ours::keep, openTelemetry::keep);
    for (int i = 0; i < 1_000; i++) {
      SpanWork.inParent(sides.ours, sides::ours);
      SpanWork.inParent(sides.openTelemetry, sides::openTelemetry);
    }
    sides.batcher.close(LIMIT);
    sides.processor.shutdown().join(LIMIT.toSeconds(), TimeUnit.SECONDS);
    return List.of(
        new Outcome("ours", ours.samples()), new Outcome("opentelemetry", openTelemetry.samples()));
  }
}
