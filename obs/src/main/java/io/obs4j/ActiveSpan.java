package io.obs4j;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/**
 * A span that is current on the thread that started it, until it is closed there.
 *
 * <pre>{@code
 * try (ActiveSpan charge = obs.span("charge")) {
 *   charge.span().setAttribute("order.id", id);
 *   ...
 * }
 * }</pre>
 *
 * <p>Java does not tell a resource why its block is left: for an exception that escapes to be
 * recorded, call {@link #fail} in a {@code catch} block, or let {@link Obs#span(String,
 * java.util.concurrent.Callable)} run the block, which sees what escapes.
 *
 * <p>To be closed by the thread that started it; {@link #span()} may be used by any.
 */
public final class ActiveSpan implements AutoCloseable {

  private final Span span;
  private final Scope scope;

  @SuppressWarnings("MustBeClosedChecker") // close() closes it.
  private ActiveSpan(Span span) {
    this.span = span;
    this.scope = span.makeCurrent();
  }

  static ActiveSpan start(Tracer tracer, String name) {
    return new ActiveSpan(tracer.spanBuilder(name).startSpan());
  }

  /**
   * The span itself.
   *
   * @return OpenTelemetry's own type
   */
  public Span span() {
    return span;
  }

  /**
   * Records an exception that ends what the span is about, and gives the span the status error.
   *
   * @param exception that was thrown
   */
  public void fail(Throwable exception) {
    span.recordException(exception);
    span.setStatus(StatusCode.ERROR);
  }

  /** Makes current again what was current before, and ends the span. Idempotent. */
  @Override
  public void close() {
    scope.close();
    span.end();
  }
}
