package io.obs4j.context;

import io.obs4j.core.Diagnostics;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds scopes that are closed late, never, twice or on another thread, and tells {@link
 * Diagnostics} where each of them was opened. It is for tests and for the search of a leak: it
 * walks the stack at each {@link Context#makeCurrent()}.
 *
 * <p>There is one in a process, as there is one {@link ContextStorage}. It never throws, and
 * changes nothing of what a scope does. It holds scopes weakly, watches {@value
 * OpenScopes#MOST_OPEN} that are open at one time, and keeps {@value Opening#MOST_FRAMES} frames of
 * each. One that is never closed is reported once it was collected, when the next scope is opened
 * or closed or somebody asks for {@link #openScopes()}. Safe for use by any thread.
 *
 * <p>OpenTelemetry's own check, {@code -Dio.opentelemetry.context.enableStrictContext=true}, throws
 * where a scope is closed on another thread and logs those that are never closed; it does not see
 * those that are closed late or twice. Both may be on.
 */
public final class ScopeLeakDetector {

  /** The kind of fault under which leaking scopes are counted. */
  public static final String FAULT = "context.scope";

  private static final ContextKey<Boolean> PROBE = ContextKey.named("io.obs4j.context.probe");

  private static @Nullable ScopeLeakDetector installed;

  private final OpenScopes scopes;
  private boolean active;

  private ScopeLeakDetector(Diagnostics diagnostics) {
    this.scopes = new OpenScopes(diagnostics);
  }

  /**
   * Switches the detector on for the rest of the process. As OpenTelemetry fixes its storage of
   * contexts at the first use, this must come before any, and makes one itself: wrappers of the
   * storage that others add must be added earlier. If it comes too late, or an agent replaces the
   * storage, that is a fault, and nothing is watched. A later call directs the reports to other
   * diagnostics.
   *
   * @param diagnostics where leaking scopes are counted and told, once for each place in the code
   * @return the detector of the process
   */
  public static synchronized ScopeLeakDetector install(Diagnostics diagnostics) {
    ScopeLeakDetector detector = installed;
    if (detector == null) {
      detector = new ScopeLeakDetector(diagnostics);
      detector.wrapStorage();
      installed = detector;
    }
    detector.scopes.reportTo(diagnostics);
    if (!detector.active) {
      diagnostics.fault(
          FAULT,
          "storage",
          "Leaking scopes are not looked for: OpenTelemetry's context was in use before"
              + " ScopeLeakDetector.install, or is kept by an agent. Install it first thing in"
              + " main, without an agent.");
    }
    return detector;
  }

  @SuppressWarnings("try") // The probe is only to be open.
  private void wrapStorage() {
    ContextStorage.addWrapper(storage -> new CheckedStorage(storage, scopes));
    int depth = scopes.depth();
    try (Scope probe = Context.root().with(PROBE, true).makeCurrent()) {
      active = scopes.depth() > depth;
    }
  }

  /**
   * Whether scopes are watched.
   *
   * @return false if the detector was installed too late
   */
  public boolean isActive() {
    synchronized (ScopeLeakDetector.class) {
      return active;
    }
  }

  /**
   * The scopes that are open now, on any thread. A test that has ended its work leaves none.
   *
   * @return for each scope where it was opened, as a stack trace whose message names the thread
   */
  public List<Throwable> openScopes() {
    return scopes.list();
  }
}
