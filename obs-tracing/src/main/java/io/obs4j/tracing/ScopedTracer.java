package io.obs4j.tracing;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.internal.SpanIds;
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
    return new SpanDraft(
        this,
        name == null || name.trim().isEmpty()
            ? UNNAMED
            : AttributeValues.cut(name, SpanLimits.LONGEST_NAME));
  }

  /*
   * HotSpot inlines no method of more than 325 bytes of bytecode, and this one has more: so
   * SpanDraft.startSpan, which calls it, stays small enough to be inlined wherever spans are
   * started, and the draft is never an object. SpanCostTest finds out when that changes.
   */

  /** Starts a span that begins with a log. */
  Span start(Span parentSpan, String name, SpanKind kind, long explicitStart, Entry initial) {
    IdGenerator ids = engine.ids();
    SpanContext parent = parentSpan.getSpanContext();
    long high;
    long low;
    int random;
    if (parent.isValid()) {
      high = SpanIds.traceIdHigh(parent);
      low = SpanIds.traceIdLow(parent);
      random = parent.getTraceFlags().asByte() & Marks.RANDOM;
    } else {
      // A decision of another service that came without ids is all that is left to follow.
      parent =
          parent instanceof NonRecordingSpan && parent.isRemote() ? parent : NonRecordingSpan.NONE;
      high = ids.traceIdHigh();
      low = ids.traceIdLow();
      random = Marks.RANDOM;
    }
    if ((high | low) == 0) {
      low = RandomIds.INSTANCE.spanId();
    }
    long spanId = ids.spanId();
    if (spanId == 0) {
      spanId = RandomIds.INSTANCE.spanId();
    }
    Sampling sampling = engine.sample(parent, high, low, name, kind, initial);
    engine.counts().started(sampling.decision(), parent);
    Marks marks =
        Marks.local(
            random,
            sampling.decision() == Sampling.Decision.SAMPLE,
            engine.traceState(sampling, parent.getTraceState()),
            parent instanceof NumericSpanContext ours ? ours.marks() : null);
    if (sampling.decision() == Sampling.Decision.DROP) {
      return new NonRecordingSpan(high, low, spanId, marks);
    }
    Entry log = initial;
    Attributes more = sampling.attributes();
    if (!more.isEmpty()) {
      SpanDraft draft = new SpanDraft(this, name, initial);
      draft.setAllAttributes(more);
      log = draft.log();
    }
    Timeline timeline = engine.timeline();
    long now = timeline.nanoTime();
    long distance =
        parent instanceof RecordedSpan ours && ours.sharesTimeWith(timeline)
            ? ours.clockDistance()
            : timeline.distance(now);
    return new RecordedSpan(
        high,
        low,
        spanId,
        marks,
        SpanIds.spanId(parent),
        parent.isValid() && parent.isRemote(),
        this,
        name,
        kind,
        explicitStart == 0 ? now + distance : explicitStart,
        distance,
        log);
  }
}
