package io.obs4j.benchmarks;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.obs4j.core.SpanRecord;
import io.obs4j.tracing.Sampler;
import io.obs4j.tracing.Tracing;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.function.Consumer;

/** The tracers of all sides, with the defaults of each, and who gets the spans that end. */
final class SpanTracers {

  private static final String SCOPE = "benchmarks";

  private SpanTracers() {}

  static Tracer ours(Consumer<SpanRecord> ended) {
    return ours(Tracing.builder(), ended);
  }

  static Tracer oursUnsampled(Consumer<SpanRecord> ended) {
    return ours(Tracing.builder().sampler(Sampler.alwaysOff()), ended);
  }

  private static Tracer ours(Tracing.Builder builder, Consumer<SpanRecord> ended) {
    Tracing tracing = builder.build();
    tracing.spans().subscribe(ended);
    return tracing.tracerProvider().get(SCOPE);
  }

  static Tracer openTelemetry(Consumer<ReadableSpan> ended) {
    return openTelemetry(ended(ended));
  }

  /** What gives OpenTelemetry's spans to somebody when they end. */
  static SpanProcessor ended(Consumer<ReadableSpan> ended) {
    return new Ended(ended);
  }

  static Tracer openTelemetry(SpanProcessor processor) {
    return SdkTracerProvider.builder().addSpanProcessor(processor).build().get(SCOPE);
  }

  static Tracer openTelemetryUnsampled(Consumer<ReadableSpan> ended) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(ended(ended))
        .setSampler(io.opentelemetry.sdk.trace.samplers.Sampler.alwaysOff())
        .build()
        .get(SCOPE);
  }

  static brave.Tracer brave(Consumer<MutableSpan> ended) {
    return brave.Tracing.newBuilder().addSpanHandler(new Finished(ended)).build().tracer();
  }

  static brave.Tracer braveUnsampled(Consumer<MutableSpan> ended) {
    return brave.Tracing.newBuilder()
        .addSpanHandler(new Finished(ended))
        .sampler(brave.sampler.Sampler.NEVER_SAMPLE)
        .build()
        .tracer();
  }

  /** Wants the ends of OpenTelemetry's spans alone. */
  private record Ended(Consumer<ReadableSpan> spans) implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.accept(span);
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  /** Wants the ends of Brave's spans; Brave's own handler of nothing would be left out. */
  private static final class Finished extends SpanHandler {
    private final Consumer<MutableSpan> spans;

    Finished(Consumer<MutableSpan> spans) {
      this.spans = spans;
    }

    @Override
    public boolean end(TraceContext context, MutableSpan span, Cause cause) {
      spans.accept(span);
      return true;
    }
  }
}
