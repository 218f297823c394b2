package io.obs4j.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * A context that holds a span of ours, and everything else in the context beneath it. There is
 * never more than one such node in a context: a further span replaces it, another value goes
 * beneath it. Immutable.
 */
final class SpanNode implements Context {

  /** Where the API keeps the span of a context: it has no name for it, but shows it. */
  private static final ContextKey<?> SPAN = keyOfSpans();

  private final Context rest;
  private final Span span;

  private SpanNode(Context rest, Span span) {
    this.rest = rest;
    this.span = span;
  }

  /** A context with another span than before. */
  static Context in(@Nullable Context context, Span span) {
    if (context instanceof SpanNode node) {
      return new SpanNode(node.rest, span);
    }
    return new SpanNode(context == null ? Context.root() : context, span);
  }

  @Override
  @SuppressWarnings("unchecked") // The key of spans is of the type of spans.
  public <V> @Nullable V get(ContextKey<V> key) {
    return key == SPAN ? (V) span : rest.get(key);
  }

  @Override
  public <V> Context with(ContextKey<V> key, V value) {
    if (key != SPAN) {
      return new SpanNode(rest.with(key, value), span);
    }
    return value instanceof Span other ? new SpanNode(rest, other) : rest.with(key, value);
  }

  @Override
  public String toString() {
    return span + " in " + rest;
  }

  private static ContextKey<?> keyOfSpans() {
    Probe probe = new Probe();
    Span.getInvalid().storeInContext(probe);
    ContextKey<?> key = probe.key;
    if (key == null) {
      throw new IllegalStateException(
          "The OpenTelemetry API on the class path stores spans in an unknown way. Use "
              + "opentelemetry-api 1.49 or newer.");
    }
    return key;
  }

  /** Sees under which key it is given a value. */
  private static final class Probe implements Context {

    @Nullable ContextKey<?> key;

    @Override
    public <V> @Nullable V get(ContextKey<V> unknown) {
      return null;
    }

    @Override
    public <V> Context with(ContextKey<V> used, V value) {
      key = used;
      return this;
    }
  }
}
