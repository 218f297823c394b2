package io.obs4j.context;

import io.opentelemetry.context.Scope;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Where and on which thread a scope was opened. It is queued when the scope is collected. */
final class Opening extends WeakReference<Scope> {

  static final int MOST_FRAMES = 32;

  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final List<String> PASSED_OVER =
      List.of("io.opentelemetry.context.", "io.opentelemetry.api.", "io.obs4j.context.");

  private final ThreadScopes owner;
  private final String threadName = Thread.currentThread().getName();
  private final StackTraceElement[] stack = callers();
  private final AtomicBoolean ended = new AtomicBoolean();

  Opening(Scope scope, ThreadScopes owner, ReferenceQueue<Scope> collected) {
    super(scope, collected);
    this.owner = owner;
  }

  /** The frames below those of the library. */
  private static StackTraceElement[] callers() {
    return WALKER.walk(
        frames ->
            frames
                .dropWhile(frame -> PASSED_OVER.stream().anyMatch(frame.getClassName()::startsWith))
                .limit(MOST_FRAMES)
                .map(StackWalker.StackFrame::toStackTraceElement)
                .collect(Collectors.toList())
                .toArray(StackTraceElement[]::new));
  }

  ThreadScopes owner() {
    return owner;
  }

  /** Ends it, by closing or because it was lost; false if that has happened before. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  boolean isEnded() {
    return ended.get();
  }

  /** The place in the code, by which it is known to the diagnostics. */
  String place() {
    return stack.length == 0 ? "nowhere" : stack[0].toString();
  }

  String threadName() {
    return threadName;
  }

  Throwable trace() {
    Throwable trace = new Throwable("The scope was opened here, on thread " + threadName);
    trace.setStackTrace(stack);
    return trace;
  }
}
