package io.obs4j.http;

import io.opentelemetry.context.Context;

/** Stands for a request that no filter observes. */
enum UnobservedRequest implements ServerRequest {
  INSTANCE;

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
