package io.obs4j.benchmarks;

import brave.propagation.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does a span cost that is not sampled? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanUnsampled {

  private final LongAdder oursExported = new LongAdder();
  private final LongAdder openTelemetryExported = new LongAdder();
  private final LongAdder braveExported = new LongAdder();

  private final Tracer ours = SpanTracers.oursUnsampled(span -> oursExported.increment());
  private final Tracer openTelemetry =
      SpanTracers.openTelemetryUnsampled(span -> openTelemetryExported.increment());
  private final brave.Tracer brave = SpanTracers.braveUnsampled(span -> braveExported.increment());

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

  /** That each side exports nothing, and what it would tell the next service. */
  static List<Outcome> outcomes() {
    SpanUnsampled sides = new SpanUnsampled();
    List<Span> ours = List.of(sides.ours(), sides.oursInScope());
    List<Span> openTelemetry = List.of(sides.openTelemetry(), sides.openTelemetryInScope());
    List<brave.Span> brave = List.of(sides.brave(), sides.braveInScope());
    return List.of(
        outcome("ours", ours.stream().map(SpanUnsampled::told), sides.oursExported),
        outcome(
            "opentelemetry",
            openTelemetry.stream().map(SpanUnsampled::told),
            sides.openTelemetryExported),
        outcome("brave", brave.stream().map(SpanUnsampled::told), sides.braveExported));
  }

  private static String told(Span span) {
    SpanContext context = span.getSpanContext();
    return told(context.isValid(), context.isSampled());
  }

  private static String told(brave.Span span) {
    TraceContext context = span.context();
    boolean valid = context.traceId() != 0 && context.spanId() != 0;
    return told(valid, !Boolean.FALSE.equals(context.sampled()));
  }

  private static String told(boolean valid, boolean sampled) {
    return Samples.sample(
        "told", Map.of("valid", Boolean.toString(valid), "sampled", Boolean.toString(sampled)));
  }

  private static Outcome outcome(String side, Stream<String> told, LongAdder exported) {
    SortedMap<String, Double> samples = new TreeMap<>();
    told.forEach(sample -> samples.merge(sample, 1.0, Double::sum));
    samples.put("exported{}", exported.doubleValue());
    return new Outcome(side, new Samples(samples));
  }
}
