package io.obs4j.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A span before its start: a log that grows without contention. Several spans may be started from
 * it; as entries do not change, they share what it has so far. Used by one thread.
 */
final class SpanDraft implements SpanBuilder {

  private final ScopedTracer tracer;
  private final String name;
  private Entry log;
  private SpanKind kind = SpanKind.INTERNAL;
  private long start;
  private @Nullable Context parent;

  SpanDraft(ScopedTracer tracer, String name) {
    this(tracer, name, Folded.NOTHING);
  }

  SpanDraft(ScopedTracer tracer, String name, Entry log) {
    this.tracer = tracer;
    this.name = name;
    this.log = log;
  }

  /** What was said so far. */
  Entry log() {
    return log;
  }

  private SpanBuilder append(@Nullable Entry entry) {
    if (entry != null) {
      log = Entry.push(log, entry, entry.weight(), tracer.engine.limits());
    }
    return this;
  }

  @Override
  public SpanBuilder setParent(@Nullable Context context) {
    if (context != null) {
      parent = context;
    }
    return this;
  }

  @Override
  public SpanBuilder setNoParent() {
    parent = Context.root();
    return this;
  }

  @Override
  public SpanBuilder addLink(@Nullable SpanContext target) {
    return append(LinkEntry.of(target, Attributes.empty()));
  }

  @Override
  public SpanBuilder addLink(@Nullable SpanContext target, @Nullable Attributes attributes) {
    return append(LinkEntry.of(target, attributes));
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, @Nullable String value) {
    return append(AttributeEntry.of(key, value));
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, long value) {
    return append(AttributeEntry.of(key, value));
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, double value) {
    return append(AttributeEntry.of(key, value));
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, boolean value) {
    return append(AttributeEntry.of(key, value));
  }

  @Override
  public <T> SpanBuilder setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    return append(AttributeEntry.of(key, value));
  }

  @Override
  public SpanBuilder setAllAttributes(@Nullable Attributes attributes) {
    if (attributes == null || attributes.isEmpty()) {
      return this;
    }
    Entry all = AttributeSetEntry.of(attributes);
    return all == null ? SpanBuilder.super.setAllAttributes(attributes) : append(all);
  }

  @Override
  public SpanBuilder setSpanKind(@Nullable SpanKind newKind) {
    if (newKind != null) {
      kind = newKind;
    }
    return this;
  }

  @Override
  public SpanBuilder setStartTimestamp(long timestamp, @Nullable TimeUnit unit) {
    if (timestamp >= 0 && unit != null) {
      start = unit.toNanos(timestamp);
    }
    return this;
  }

  @Override
  public Span startSpan() {
    Context context = parent == null ? Context.current() : parent;
    return tracer.start(Span.fromContext(context), name, kind, start, log);
  }
}
