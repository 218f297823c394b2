package io.obs4j.benchmarks;

import brave.handler.MutableSpan;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does a recorded span cost the thread that makes it, if nothing becomes of it? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanRecorded {

  private final Tracer ours;
  private final Tracer openTelemetry;
  private final brave.Tracer brave;

  /** All sides; those who get the spans do nothing. */
  public SpanRecorded() {
    this(span -> {}, span -> {}, span -> {});
  }

  private SpanRecorded(
      Consumer<SpanRecord> ours,
      Consumer<ReadableSpan> openTelemetry,
      Consumer<MutableSpan> brave) {
    this.ours = SpanTracers.ours(ours);
    this.openTelemetry = SpanTracers.openTelemetry(openTelemetry);
    this.brave = SpanTracers.brave(brave);
  }

  @Benchmark
  public Span ours() {
    return SpanWork.record(ours);
  }

  @Benchmark
  public Span openTelemetry() {
    return SpanWork.record(openTelemetry);
  }

  @Benchmark
  public brave.Span brave() {
    return SpanWork.record(brave);
  }

  @Benchmark
  public Span oursInScope() {
    return SpanWork.recordInScope(ours);
  }

  @Benchmark
  public Span openTelemetryInScope() {
    return SpanWork.recordInScope(openTelemetry);
  }

  @Benchmark
  public brave.Span braveInScope() {
    return SpanWork.recordInScope(brave);
  }

  /** What each side exports of spans that have no parent, and of those that have one. */
  static List<Outcome> outcomes() {
    KeptSpans ours = new KeptSpans();
    KeptSpans openTelemetry = new KeptSpans();
    KeptSpans brave = new KeptSpans();
    SpanRecorded sides =
        new SpanRecorded(ours::keep, span -> openTelemetry.keep(span.toSpanData()), brave::keep);
    SpanWork.inParent(sides.ours, sides::ours, sides::oursInScope);
    SpanWork.inParent(sides.openTelemetry, sides::openTelemetry, sides::openTelemetryInScope);
    SpanWork.inParent(sides.brave, sides::brave, sides::braveInScope);
    return List.of(
        new Outcome("ours", ours.samples()),
        new Outcome("opentelemetry", openTelemetry.samples()),
        new Outcome("brave", brave.samples()));
  }
}
