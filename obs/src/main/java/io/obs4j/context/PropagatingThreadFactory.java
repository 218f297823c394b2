package io.obs4j.context;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A factory whose threads run in the context in which they were made. */
final class PropagatingThreadFactory implements ThreadFactory {

  private final ThreadFactory delegate;

  PropagatingThreadFactory(ThreadFactory delegate) {
    this.delegate = delegate;
  }

  @Override
  public @Nullable Thread newThread(Runnable task) {
    return delegate.newThread(ContextPropagation.current(task).wrap(task));
  }
}
