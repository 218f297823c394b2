package io.obs4j.benchmarks;

import brave.handler.MutableSpan;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.List;
import java.util.function.Consumer;

/** What does a recorded span cost the thread that makes it, if nothing becomes of it? */
public class SpanRecorded extends SpanSides {

  /** All sides; those who get the spans do nothing. */
  public SpanRecorded() {
    this(span -> {}, span -> {}, span -> {});
  }

  private SpanRecorded(
      Consumer<SpanRecord> ours,
      Consumer<ReadableSpan> openTelemetry,
      Consumer<MutableSpan> brave) {
    super(
        SpanTracers.ours(ours), SpanTracers.openTelemetry(openTelemetry), SpanTracers.brave(brave));
  }

  /** What each side exports of spans that have no parent, and of those that have one. */
  static List<Outcome> outcomes() {
    KeptSpans ours = new KeptSpans();
    KeptSpans openTelemetry = new KeptSpans();
    KeptSpans brave = new KeptSpans();
    new SpanRecorded(ours::keep, span -> openTelemetry.keep(span.toSpanData()), brave::keep)
        .allInParents();
    return List.of(
        new Outcome("ours", ours.samples()),
        new Outcome("opentelemetry", openTelemetry.samples()),
        new Outcome("brave", brave.samples()));
  }
}
