package io.obs4j.benchmarks;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The same span on all sides, with and without a scope. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class SpanSides {

  private final Tracer ours;
  private final Tracer openTelemetry;
  private final brave.Tracer brave;

  SpanSides(Tracer ours, Tracer openTelemetry, brave.Tracer brave) {
    this.ours = ours;
    this.openTelemetry = openTelemetry;
    this.brave = brave;
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

  /** One of each kind within a parent, on each side. */
  final void allInParents() {
    SpanWork.inParent(ours, this::ours, this::oursInScope);
    SpanWork.inParent(openTelemetry, this::openTelemetry, this::openTelemetryInScope);
    SpanWork.inParent(brave, this::brave, this::braveInScope);
  }
}
