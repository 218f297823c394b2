package io.obs4j.benchmarks;

import io.obs4j.tracing.Propagators;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does it cost to read the parent from a request's three headers, and to write a span of one's
 * own into them?
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class W3CHeaders {

  private static final String TRACEPARENT = "traceparent";
  private static final TextMapGetter<Map<String, String>> GETTER =
      (headers, name) -> headers == null ? null : headers.get(name);
  private static final TextMapSetter<Map<String, String>> SETTER =
      (headers, name, value) -> {
        if (headers != null) {
          headers.put(name, value);
        }
      };

  private final TextMapPropagator ours = Propagators.w3c();
  private final TextMapPropagator openTelemetry = W3CTraceContextPropagator.getInstance();
  private final Span oursSpan = child(SpanTracers.ours(span -> {}), ours);
  private final Span openTelemetrySpan =
      child(SpanTracers.openTelemetry(span -> {}), openTelemetry);
  private final Context oursContext = Context.root().with(oursSpan);
  private final Context openTelemetryContext = Context.root().with(openTelemetrySpan);

  private static Span child(Tracer tracer, TextMapPropagator propagator) {
    Context parent = propagator.extract(Context.root(), new Request().headers, GETTER);
    return tracer.spanBuilder(SpanWork.NAME).setParent(parent).startSpan();
  }

  /** The headers, per thread. */
  @State(Scope.Thread)
  public static class Request {
    final Map<String, String> headers =
        new HashMap<>(
            Map.of(
                TRACEPARENT,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "accept",
                "application/json",
                "user-agent",
                "benchmarks"));
  }

  @Benchmark
  public Context oursExtract(Request request) {
    return ours.extract(Context.root(), request.headers, GETTER);
  }

  @Benchmark
  public Context openTelemetryExtract(Request request) {
    return openTelemetry.extract(Context.root(), request.headers, GETTER);
  }

  @Benchmark
  public Map<String, String> oursInject(Request request) {
    ours.inject(oursContext, request.headers, SETTER);
    return request.headers;
  }

  @Benchmark
  public Map<String, String> openTelemetryInject(Request request) {
    openTelemetry.inject(openTelemetryContext, request.headers, SETTER);
    return request.headers;
  }

  /** The parent that each side reads. */
  static List<Outcome> extractOutcomes() {
    W3CHeaders sides = new W3CHeaders();
    return List.of(
        new Outcome("ours", read(sides.oursExtract(new Request()))),
        new Outcome("opentelemetry", read(sides.openTelemetryExtract(new Request()))));
  }

  private static Samples read(Context context) {
    SpanContext parent = Span.fromContext(context).getSpanContext();
    return Samples.of(
        Samples.sample(
            "parent",
            Map.of(
                "trace", parent.getTraceId(),
                "span", parent.getSpanId(),
                "flags", parent.getTraceFlags().asHex(),
                "remote", Boolean.toString(parent.isRemote()))),
        1);
  }

  /** The headers that each side leaves, with a word for the id of its own span. */
  static List<Outcome> injectOutcomes() {
    W3CHeaders sides = new W3CHeaders();
    return List.of(
        new Outcome("ours", written(sides.oursInject(new Request()), sides.oursSpan)),
        new Outcome(
            "opentelemetry",
            written(sides.openTelemetryInject(new Request()), sides.openTelemetrySpan)));
  }

  private static Samples written(Map<String, String> headers, Span span) {
    Map<String, String> labels = new HashMap<>(headers);
    String spanId = span.getSpanContext().getSpanId();
    labels.computeIfPresent(TRACEPARENT, (name, value) -> value.replace(spanId, "own-span"));
    return Samples.of(Samples.sample("headers", labels), 1);
  }
}
