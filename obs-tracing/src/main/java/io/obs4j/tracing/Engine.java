package io.obs4j.tracing;

import io.obs4j.core.Broadcast;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import java.util.Objects;

/**
 * What all tracers of one {@link Tracing} share.
 *
 * @param timeline tells the time
 * @param sampler decides about each span
 * @param limits what a span may hold
 * @param ids makes ids
 * @param diagnostics where faults are told and drops are counted
 * @param spans where ended spans are published
 * @param counts of what starts and ends
 */
record Engine(
    Timeline timeline,
    Sampler sampler,
    SpanLimits limits,
    IdGenerator ids,
    Diagnostics diagnostics,
    Broadcast<SpanRecord> spans,
    SpanCounts counts) {

  private static final AttributeKey<String> ITEM = AttributeKey.stringKey("item");

  /** Asks the sampler, which is foreign code: a span whose sampler fails is not recorded. */
  Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes) {
    try {
      return Objects.requireNonNull(
          sampler.sample(parent, traceIdHigh, traceIdLow, name, kind, attributes), "sampling");
    } catch (Throwable e) {
      reportSampler(e, "the span is not recorded");
      return Sampling.DROP;
    }
  }

  /** The trace state that the sampler wants, or the parent's without a threshold if it fails. */
  TraceState traceState(Sampling sampling, TraceState parent) {
    try {
      return Objects.requireNonNull(sampling.state().apply(parent), "trace state");
    } catch (Throwable e) {
      reportSampler(e, "the span has the trace state of its parent, without a threshold");
      return ParentThreshold.ERASED.apply(parent);
    }
  }

  private void reportSampler(Throwable failure, String consequence) {
    String name = sampler.getClass().getName();
    diagnostics.fault(
        Tracing.FAULT_OF_SAMPLER,
        name,
        "The sampler "
            + name
            + " threw "
            + failure.getClass().getName()
            + " or returned null; "
            + consequence
            + ". Mend it.",
        failure);
  }

  /** Tells of a span that was said to end before it started. */
  void reportBackwards(InstrumentationScope scope, String name) {
    diagnostics.fault(
        Tracing.FAULT_OF_TIME,
        scope.name(),
        "The span '"
            + name
            + "' of the scope '"
            + scope.name()
            + "' was ended before its start; it is exported with no duration. Pass timestamps of "
            + "one clock to both.");
  }

  /** Counts what the limits left out of a span. */
  void countDropped(SpanContent content) {
    countDropped("attribute", content.droppedAttributes);
    countDropped("event", content.droppedEvents);
    countDropped("link", content.droppedLinks);
  }

  private void countDropped(String item, int count) {
    if (count > 0) {
      diagnostics
          .metrics()
          .counter(
              "obs.tracing.dropped",
              "{item}",
              "What the limits of a span left out of it.",
              Attributes.of(ITEM, item))
          .add(count);
    }
  }
}
