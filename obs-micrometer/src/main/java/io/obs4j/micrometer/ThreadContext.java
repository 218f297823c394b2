package io.obs4j.micrometer;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;

/** What is current on this thread, for those who are told to put it right rather than to nest. */
final class ThreadContext {

  private ThreadContext() {}

  /** Makes a context current in place of whatever is; nothing gives that back. */
  @SuppressWarnings("MustBeClosedChecker")
  static void set(Context context) {
    if (Context.current() != context) {
      ContextStorage.get().attach(context);
    }
  }
}
