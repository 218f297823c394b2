package io.obs4j.micrometer;

import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Carries the context of OpenTelemetry, and so span and baggage, wherever Micrometer's {@code
 * context-propagation} carries thread locals: Reactor, executors, {@code ContextSnapshot}. Found by
 * {@link java.util.ServiceLoader}.
 *
 * <p>Observations are carried by an accessor of their own, which makes the same context current.
 * The two may be called in any order: what is current already is left so, and restoring looks at
 * what was current before, whatever others have done meanwhile.
 */
public final class OpenTelemetryContextAccessor implements ThreadLocalAccessor<Context> {

  /** Under which key a snapshot holds the context: {@value}. */
  public static final String KEY = "io.obs4j.opentelemetry.context";

  private static final ThreadLocal<Deque<Scope>> SCOPES = new ThreadLocal<>();

  /** Made by the service loader. */
  public OpenTelemetryContextAccessor() {}

  @Override
  public Object key() {
    return KEY;
  }

  @Override
  public @Nullable Context getValue() {
    Context current = Context.current();
    return current == Context.root() ? null : current;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // Restoring closes it.
  public void setValue(Context value) {
    Deque<Scope> scopes = SCOPES.get();
    if (scopes == null) {
      scopes = new ArrayDeque<>();
      SCOPES.set(scopes);
    }
    scopes.push(value.makeCurrent());
  }

  @Override
  public void setValue() {
    setValue(Context.root());
  }

  @Override
  public void restore(Context previous) {
    Deque<Scope> scopes = SCOPES.get();
    Scope scope = scopes == null ? null : scopes.poll();
    if (scopes != null && scopes.isEmpty()) {
      SCOPES.remove();
    }
    if (scope != null) {
      scope.close();
    }
    ThreadContext.set(previous);
  }

  @Override
  public void restore() {
    restore(Context.root());
  }
}
