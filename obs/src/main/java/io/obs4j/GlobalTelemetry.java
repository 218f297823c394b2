package io.obs4j;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What {@link GlobalOpenTelemetry} holds once an {@link Obs} was installed: the signals of whoever
 * owns it at the moment, and no-ops while nobody does.
 *
 * <p>The global can be set once in the life of a JVM, while an {@link Obs} comes and goes; this
 * stays in between. Libraries that kept a tracer of an earlier owner record into nothing.
 *
 * <p>Owning is one compare-and-set; a lock guards the setting of the global.
 */
final class GlobalTelemetry implements OpenTelemetry {

  static final GlobalTelemetry INSTANCE = new GlobalTelemetry();

  private final AtomicReference<@Nullable OpenTelemetry> owner = new AtomicReference<>();
  private boolean global;

  private GlobalTelemetry() {}

  /** What came of an attempt to own the global. */
  enum Outcome {
    /** It is the caller's. */
    OWNED,
    /** Another {@link Obs} owns it. */
    OWNED_BY_ANOTHER,
    /** It was set by somebody else, such as the OpenTelemetry agent. */
    FOREIGN
  }

  /** Makes these signals the global ones, unless somebody else's are. */
  Outcome attach(OpenTelemetry signals) {
    if (owner.get() != signals && !owner.compareAndSet(null, signals)) {
      return Outcome.OWNED_BY_ANOTHER;
    }
    if (!isGlobal()) {
      owner.set(null);
      return Outcome.FOREIGN;
    }
    return Outcome.OWNED;
  }

  /** Gives the global back if these signals own it. */
  void detach(OpenTelemetry signals) {
    owner.compareAndSet(signals, null);
  }

  /** This one, or who was there before; asked for so, the global can still be owned later. */
  OpenTelemetry orForeign() {
    return isGlobal() ? this : GlobalOpenTelemetry.get();
  }

  /** Whether the global is this one, which it stays once it is. */
  private synchronized boolean isGlobal() {
    if (!global) {
      try {
        GlobalOpenTelemetry.set(this);
        global = true;
      } catch (IllegalStateException e) {
        // Somebody else has set it.
      }
    }
    return global;
  }

  private OpenTelemetry current() {
    OpenTelemetry signals = owner.get();
    return signals == null ? OpenTelemetry.noop() : signals;
  }

  @Override
  public TracerProvider getTracerProvider() {
    return current().getTracerProvider();
  }

  @Override
  public MeterProvider getMeterProvider() {
    return current().getMeterProvider();
  }

  @Override
  public LoggerProvider getLogsBridge() {
    return current().getLogsBridge();
  }

  @Override
  public ContextPropagators getPropagators() {
    return current().getPropagators();
  }
}
