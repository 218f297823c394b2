package io.obs4j.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.List;

/**
 * One span of a request: start, three attributes of text, one event, end. The attributes' keys are
 * made beforehand, which suits OpenTelemetry's API best. Each method gives the span, which has
 * ended, so that none of it can be optimized away.
 */
@SuppressWarnings("try") // A scope is there to be closed.
final class SpanWork {

  static final String NAME = "GET /api/users";

  private static final String PARENT = "request";
  private static final String EVENT = "cache miss";
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey(Labels.NAMES[0]);
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey(Labels.NAMES[1]);
  private static final AttributeKey<String> STATUS = AttributeKey.stringKey(Labels.NAMES[2]);

  private SpanWork() {}

  static Span record(Tracer tracer) {
    Span span = tracer.spanBuilder(NAME).startSpan();
    describe(span);
    span.end();
    return span;
  }

  static Span recordInScope(Tracer tracer) {
    Span span = tracer.spanBuilder(NAME).startSpan();
    try (Scope scope = span.makeCurrent()) {
      describe(span);
    } finally {
      span.end();
    }
    return span;
  }

  private static void describe(Span span) {
    span.setAttribute(METHOD, Labels.VALUES[0]);
    span.setAttribute(ROUTE, Labels.VALUES[1]);
    span.setAttribute(STATUS, Labels.VALUES[2]);
    span.addEvent(EVENT);
  }

  static brave.Span record(brave.Tracer tracer) {
    brave.Span span = tracer.nextSpan().name(NAME).start();
    describe(span);
    span.finish();
    return span;
  }

  static brave.Span recordInScope(brave.Tracer tracer) {
    brave.Span span = tracer.nextSpan().name(NAME).start();
    try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(span)) {
      describe(span);
    } finally {
      span.finish();
    }
    return span;
  }

  private static void describe(brave.Span span) {
    span.tag(Labels.NAMES[0], Labels.VALUES[0]);
    span.tag(Labels.NAMES[1], Labels.VALUES[1]);
    span.tag(Labels.NAMES[2], Labels.VALUES[2]);
    span.annotate(EVENT);
  }

  /** Does some work as part of a span, as a service does for a request. */
  static void inParent(Tracer tracer, Runnable... work) {
    Span parent = tracer.spanBuilder(PARENT).startSpan();
    try (Scope scope = parent.makeCurrent()) {
      List.of(work).forEach(Runnable::run);
    } finally {
      parent.end();
    }
  }

  static void inParent(brave.Tracer tracer, Runnable... work) {
    brave.Span parent = tracer.nextSpan().name(PARENT).start();
    try (brave.Tracer.SpanInScope scope = tracer.withSpanInScope(parent)) {
      List.of(work).forEach(Runnable::run);
    } finally {
      parent.finish();
    }
  }
}
