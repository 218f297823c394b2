package io.obs4j.benchmarks;

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

/**
 * What does it cost the caller to record an exception? It is the same each time, so that its making
 * is not measured, nor that of its stack trace's elements; the limits never drop one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExceptionRecorded {

  private static final int PER_SPAN = 8;
  private static final int DEPTH = 20;

  private final Tracer ours;
  private final Tracer openTelemetry;
  private final IllegalStateException exception = thrownBelow(DEPTH);

  /** Both sides; those who get the spans do nothing. */
  public ExceptionRecorded() {
    this(span -> {}, span -> {});
  }

  private ExceptionRecorded(Consumer<SpanRecord> ours, Consumer<ReadableSpan> openTelemetry) {
    this.ours = SpanTracers.ours(ours);
    this.openTelemetry = SpanTracers.openTelemetry(openTelemetry);
  }

  private static IllegalStateException thrownBelow(int frames) {
    return frames > 0
        ? thrownBelow(frames - 1)
        : new IllegalStateException("no answer", new IllegalArgumentException("no such user"));
  }

  /** The span that exceptions are recorded on, per thread: a new one now and then. */
  @State(Scope.Thread)
  public static class Current {
    private Span span = Span.getInvalid();
    private int recorded;

    Span record(Tracer tracer, Throwable exception) {
      if (recorded++ % PER_SPAN == 0) {
        span.end();
        span = tracer.spanBuilder(SpanWork.NAME).startSpan();
      }
      return span.recordException(exception);
    }
  }

  @Benchmark
  public Span ours(Current current) {
    return current.record(ours, exception);
  }

  @Benchmark
  public Span openTelemetry(Current current) {
    return current.record(openTelemetry, exception);
  }

  /** What each side exports of a whole span of exceptions, and of one that has just begun. */
  static List<Outcome> outcomes() {
    KeptSpans ours = new KeptSpans();
    KeptSpans openTelemetry = new KeptSpans();
    ExceptionRecorded sides =
        new ExceptionRecorded(ours::keep, span -> openTelemetry.keep(span.toSpanData()));
    Current oursCurrent = new Current();
    Current openTelemetryCurrent = new Current();
    for (int i = 0; i <= PER_SPAN; i++) {
      sides.ours(oursCurrent);
      sides.openTelemetry(openTelemetryCurrent);
    }
    oursCurrent.span.end();
    openTelemetryCurrent.span.end();
    return List.of(
        new Outcome("ours", ours.samples()), new Outcome("opentelemetry", openTelemetry.samples()));
  }
}
