package io.obs4j.context;

import java.util.concurrent.Executor;

/** An executor whose tasks run in the context in which they were handed over. */
sealed class PropagatingExecutor implements Executor permits PropagatingExecutorService {

  private final Executor delegate;

  PropagatingExecutor(Executor delegate) {
    this.delegate = delegate;
  }

  @Override
  public final void execute(Runnable command) {
    delegate.execute(ContextPropagation.current(command).wrap(command));
  }

  @Override
  public final String toString() {
    return "ContextPropagation.wrap(" + delegate + ')';
  }
}
