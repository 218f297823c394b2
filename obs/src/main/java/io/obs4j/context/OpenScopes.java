package io.obs4j.context;

import io.obs4j.core.Diagnostics;
import io.opentelemetry.context.Scope;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that are open, and the judge of how they end.
 *
 * <p>An opening is in the set until its scope is closed or collected, and on the stack of its
 * thread until that thread finds it ended. Whoever ends it first takes it out of the set and gives
 * back its room. No thread is needed: collected scopes are found when others open or close.
 *
 * <p>A thread knows its stack weakly, for it may belong to a container that outlives the
 * application: openings hold it for as long as there is one in the set.
 */
final class OpenScopes {

  static final int MOST_OPEN = 10_000;

  @SuppressWarnings("ThreadLocalUsage") // One for each process, but for tests.
  private final ThreadLocal<WeakReference<ThreadScopes>> ofThread = new ThreadLocal<>();

  private final Set<Opening> open = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MOST_OPEN);
  private final ReferenceQueue<Scope> collected = new ReferenceQueue<>();
  private volatile Diagnostics diagnostics;

  OpenScopes(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void reportTo(Diagnostics newDiagnostics) {
    diagnostics = newDiagnostics;
  }

  /** Notes a scope, unless as many are open as can be watched. */
  @Nullable Opening opened(Scope scope) {
    reportCollected();
    if (!room.tryAcquire()) {
      diagnostics.fault(
          ScopeLeakDetector.FAULT,
          "limit",
          MOST_OPEN
              + " scopes are open, and as long as they are further ones are not watched. Close"
              + " those that leak.");
      return null;
    }
    ThreadScopes scopes = scopesOfThread();
    Opening opening = new Opening(scope, scopes, collected);
    open.add(opening);
    scopes.push(opening);
    return opening;
  }

  void closing(Opening opening) {
    reportCollected();
    if (!end(opening)) {
      reportClose("closed twice", opening, "A scope was closed a second time.");
      return;
    }
    ThreadScopes scopes = scopesOfThread();
    if (scopes != opening.owner()) {
      reportClose(
          "closed on another thread",
          opening,
          "A scope was closed on thread "
              + Thread.currentThread().getName()
              + ", but thread "
              + opening.threadName()
              + " opened it, and stays in its context.");
      return;
    }
    for (Opening late : scopes.pop(opening)) {
      reportClose(
          "closed late",
          late,
          "A scope was still open when one was closed that had been opened before it, whose context"
              + " stays on the thread.");
    }
  }

  private boolean end(Opening opening) {
    if (!opening.end()) {
      return false;
    }
    open.remove(opening);
    room.release();
    return true;
  }

  private void reportCollected() {
    for (Reference<? extends Scope> next = collected.poll();
        next != null;
        next = collected.poll()) {
      Opening opening = (Opening) next;
      if (end(opening)) {
        report(
            "never closed",
            opening,
            "A scope was never closed, and its context stays on thread "
                + opening.threadName()
                + '.',
            opening.trace());
      }
    }
  }

  private void reportClose(String misuse, Opening opening, String what) {
    Throwable trace = opening.trace();
    trace.addSuppressed(new Throwable("The close, on thread " + Thread.currentThread().getName()));
    report(misuse, opening, what, trace);
  }

  private void report(String misuse, Opening opening, String what, Throwable trace) {
    String place = opening.place();
    diagnostics.fault(
        ScopeLeakDetector.FAULT,
        misuse + ' ' + place,
        what + " It was opened at " + place + ". Close each scope once, by try-with-resources.",
        trace);
  }

  List<Throwable> list() {
    reportCollected();
    List<Throwable> traces = new ArrayList<>();
    open.forEach(opening -> traces.add(opening.trace()));
    return traces;
  }

  /** How many scopes are open on this thread. */
  int depth() {
    return scopesOfThread().depth();
  }

  private ThreadScopes scopesOfThread() {
    WeakReference<ThreadScopes> known = ofThread.get();
    ThreadScopes scopes = known == null ? null : known.get();
    if (scopes == null) {
      scopes = new ThreadScopes();
      ofThread.set(new WeakReference<>(scopes));
    }
    return scopes;
  }
}
