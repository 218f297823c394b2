package io.obs4j.tracing;

import io.obs4j.core.InstrumentationScope;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import org.jspecify.annotations.Nullable;

/** Starts the spans of one instrumentation scope. Immutable. */
final class ScopedTracer implements Tracer {

  private static final String UNNAMED = "<unspecified span name>";

  final Engine engine;
  final InstrumentationScope scope;

  ScopedTracer(Engine engine, InstrumentationScope scope) {
    this.engine = engine;
    this.scope = scope;
  }

  @Override
  public SpanBuilder spanBuilder(@Nullable String name) {
    return new SpanDraft(this, name == null || name.isBlank() ? UNNAMED : name);
  }

  /** Starts a span that begins with a log. */
  Span start(Span parentSpan, String name, SpanKind kind, long explicitStart, Entry initial) {
    SpanContext parent = parentSpan.getSpanContext();
    long high;
    long low;
    int random;
    if (parent.isValid()) {
      high = NumericSpanContext.traceIdHigh(parent);
      low = NumericSpanContext.traceIdLow(parent);
      random = parent.getTraceFlags().asByte() & Marks.RANDOM;
    } else {
      // A decision of another service that came without ids is all that is left to follow.
      parent =
          parent instanceof NonRecordingSpan && parent.isRemote() ? parent : NonRecordingSpan.NONE;
      high = engine.ids().traceIdHigh();
      low = engine.ids().traceIdLow();
      random = Marks.RANDOM;
    }
    if ((high | low) == 0) {
      low = RandomIds.INSTANCE.spanId();
    }
    long spanId = engine.ids().spanId();
    if (spanId == 0) {
      spanId = RandomIds.INSTANCE.spanId();
    }
    Sampling sampling = engine.sample(parent, high, low, name, kind, initial);
    Marks marks =
        Marks.local(
            random,
            sampling.decision() == Sampling.Decision.SAMPLE,
            engine.traceState(sampling, parent.getTraceState()),
            parent instanceof NumericSpanContext ours ? ours.marks() : null);
    if (sampling.decision() == Sampling.Decision.DROP) {
      return new NonRecordingSpan(high, low, spanId, marks);
    }
    return new RecordedSpan(
        high,
        low,
        spanId,
        marks,
        parent,
        this,
        name,
        kind,
        explicitStart,
        with(sampling.attributes(), initial));
  }

  private Entry with(Attributes more, Entry initial) {
    if (more.isEmpty()) {
      return initial;
    }
    SpanDraft draft = new SpanDraft(this, UNNAMED, initial);
    draft.setAllAttributes(more);
    return draft.log();
  }
}
