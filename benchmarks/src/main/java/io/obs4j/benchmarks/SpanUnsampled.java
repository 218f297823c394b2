package io.obs4j.benchmarks;

import brave.propagation.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What does a span cost that is not sampled? */
public class SpanUnsampled extends SpanSides {

  private final LongAdder oursExported;
  private final LongAdder openTelemetryExported;
  private final LongAdder braveExported;

  /** All sides; nobody gets spans. */
  public SpanUnsampled() {
    this(new LongAdder(), new LongAdder(), new LongAdder());
  }

  private SpanUnsampled(LongAdder ours, LongAdder openTelemetry, LongAdder brave) {
    super(
        SpanTracers.oursUnsampled(span -> ours.increment()),
        SpanTracers.openTelemetryUnsampled(span -> openTelemetry.increment()),
        SpanTracers.braveUnsampled(span -> brave.increment()));
    oursExported = ours;
    openTelemetryExported = openTelemetry;
    braveExported = brave;
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
