package io.obs4j.tracing;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.ManualClock;
import io.obs4j.core.SpanRecord;
import io.obs4j.judges.SilentLogger;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@link Program} runs in: a tracer, its clock, and spans in numbered places. */
abstract class World implements AutoCloseable {

  private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T12:00:00Z"));
  private final Map<Integer, Span> spans = new HashMap<>();
  private final Deque<Scope> scopes = new ArrayDeque<>();

  abstract Tracer tracer();

  abstract List<ExportedSpan> exported();

  ManualClock clock() {
    return clock;
  }

  Span span(int slot) {
    return spans.getOrDefault(slot, Span.getInvalid());
  }

  void start(int slot, SpanBuilder builder) {
    spans.put(slot, builder.startSpan());
  }

  @SuppressWarnings("MustBeClosed") // by leave()
  void enter(int slot) {
    scopes.push(span(slot).makeCurrent());
  }

  void leave() {
    if (!scopes.isEmpty()) {
      scopes.pop().close();
    }
  }

  /** Leaves all scopes and ends what is in the slots. */
  void finish(int slots) {
    while (!scopes.isEmpty()) {
      leave();
    }
    for (int slot = 0; slot < slots; slot++) {
      span(slot).end();
    }
  }

  @Override
  public void close() {}

  /** With the OpenTelemetry SDK. */
  static final class OfSdk extends World {

    private final List<SpanData> ended = new ArrayList<>();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    OfSdk(SpanLimits limits) {
      provider =
          SdkTracerProvider.builder()
              .setClock(new SdkClock())
              .setIdGenerator(new SdkIds())
              .setSpanLimits(
                  io.opentelemetry.sdk.trace.SpanLimits.builder()
                      .setMaxNumberOfAttributes(limits.attributes())
                      .setMaxNumberOfEvents(limits.events())
                      .setMaxNumberOfLinks(limits.links())
                      .setMaxNumberOfAttributesPerEvent(limits.attributesPerEvent())
                      .setMaxNumberOfAttributesPerLink(limits.attributesPerLink())
                      .setMaxAttributeValueLength(limits.valueLength())
                      .build())
              .addSpanProcessor(SimpleSpanProcessor.create(new ToList()))
              .build();
      tracer = provider.get("scope", "1");
    }

    @Override
    Tracer tracer() {
      return tracer;
    }

    @Override
    List<ExportedSpan> exported() {
      return ended.stream().map(ExportedSpan::of).toList();
    }

    @Override
    public void close() {
      provider.close();
    }

    private final class SdkClock implements Clock {

      @Override
      public long now() {
        return clock().epochNanos();
      }

      @Override
      public long nanoTime() {
        return clock().nanoTime();
      }
    }

    private final class ToList implements SpanExporter {

      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        ended.addAll(spans);
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    }
  }

  private static final class SdkIds implements io.opentelemetry.sdk.trace.IdGenerator {

    private final CountedIds ids = new CountedIds();

    @Override
    public String generateSpanId() {
      return SpanId.fromLong(ids.spanId());
    }

    @Override
    public String generateTraceId() {
      return TraceId.fromLongs(ids.traceIdHigh(), ids.traceIdLow());
    }

    @Override
    public boolean generatesRandomTraceIds() {
      return true;
    }
  }

  /** The same ids for everyone who starts the same spans. */
  private static final class CountedIds implements IdGenerator {

    private long traces;
    private long spans;

    @Override
    public long traceIdHigh() {
      return 7;
    }

    @Override
    public long traceIdLow() {
      return ++traces;
    }

    @Override
    public long spanId() {
      return ++spans;
    }
  }

  /** With this tracing. */
  static final class OfOurs extends World {

    private final List<SpanRecord> ended = new ArrayList<>();
    private final Tracer tracer;

    OfOurs(SpanLimits limits) {
      Tracing tracing =
          Tracing.builder()
              .clock(clock())
              .limits(limits)
              .idGenerator(new CountedIds())
              .diagnostics(Diagnostics.loggingTo(new SilentLogger()))
              .build();
      tracing.spans().subscribe(ended::add);
      tracer = tracing.tracerProvider().get("scope", "1");
    }

    @Override
    Tracer tracer() {
      return tracer;
    }

    @Override
    List<ExportedSpan> exported() {
      return ended.stream().map(ExportedSpan::of).toList();
    }
  }
}
