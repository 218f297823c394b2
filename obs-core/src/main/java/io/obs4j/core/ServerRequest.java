package io.obs4j.core;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ImplicitContextKeyed;

/**
 * A request that is being served, as it is observed: what only its handler knows is told here.
 *
 * <pre>{@code
 * ServerRequest.current().route("/orders/{id}");
 * }</pre>
 *
 * <p>Whichever instrumentation sees a request first makes its span, measures it, and puts it into
 * the context. One further inside that finds it there makes no span of the kind {@code SERVER} and
 * measures nothing, but tells what it knows. So a request has one span and one duration, however
 * many instrumentations it passes.
 *
 * <p>Safe for use by any thread. What is told after the end of the request changes nothing.
 */
public interface ServerRequest extends ImplicitContextKeyed {

  /**
   * The request that this thread serves.
   *
   * @return never null: where none is observed, what is told goes nowhere
   */
  static ServerRequest current() {
    return of(Context.current());
  }

  /**
   * The request that a context belongs to.
   *
   * @param context perhaps of another thread
   * @return never null: where none is observed, what is told goes nowhere
   */
  static ServerRequest of(Context context) {
    ServerRequest request = context.get(UnobservedRequest.KEY);
    return request == null ? none() : request;
  }

  /**
   * Stands for a request that nobody observes.
   *
   * @return always the same
   */
  static ServerRequest none() {
    return UnobservedRequest.INSTANCE;
  }

  /**
   * Sets what was asked for, as a template: it names the span, and is the label of the metrics. The
   * last one counts.
   *
   * @param template one of few, such as {@code /orders/{id}}; never the path itself
   */
  void route(String template);

  /**
   * Sets what was asked for, as far as a framework or the adapter of the server knows it: what was
   * told by {@link #route} counts more.
   *
   * @param template one of few, such as {@code /orders/*}; never the path itself
   */
  default void defaultRoute(String template) {
    route(template);
  }

  /**
   * Tells of an exception that the handler answers itself, as with status 500. It is recorded on
   * the span, and its class is the type of the error. What the handler throws needs not be told.
   *
   * @param exception the first one counts
   */
  void fail(Throwable exception);

  /**
   * Adds a fact to the line of the access log, if there is one. That line has the span, and the
   * baggage that came with the request; what the handler puts into its own baggage or into the
   * diagnostic context of its thread, it has not.
   *
   * @param key its name, such as {@code tenant.id}
   * @param value a text, number or flag; of one name the last one counts
   */
  default void detail(String key, Object value) {}

  /**
   * The context of the request, which holds its span: current while the handler runs. A handler
   * that answers on another thread makes it current there.
   *
   * @return the context
   */
  Context context();

  /**
   * Whether the request is observed, and has not ended: who finds one that has, in a context that
   * somebody forgot to leave, is not within it.
   *
   * @return false if what is told goes nowhere
   */
  boolean isObserved();

  @Override
  default Context storeInContext(Context context) {
    return context.with(UnobservedRequest.KEY, this);
  }
}
