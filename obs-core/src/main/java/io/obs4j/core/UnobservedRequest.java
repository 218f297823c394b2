package io.obs4j.core;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/** Stands for a request that nobody observes. */
enum UnobservedRequest implements ServerRequest {
  INSTANCE;

  /** Where a context has its request. */
  static final ContextKey<ServerRequest> KEY = ContextKey.named("io.obs4j.core.ServerRequest");

  @Override
  public void route(String template) {}

  @Override
  public void fail(Throwable exception) {}

  @Override
  public Context context() {
    return Context.current();
  }

  @Override
  public boolean isObserved() {
    return false;
  }
}
