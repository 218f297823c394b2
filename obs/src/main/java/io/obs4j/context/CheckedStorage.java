package io.obs4j.context;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A storage that does what another one does, and notes which scopes are open. */
final class CheckedStorage implements ContextStorage {

  private final ContextStorage delegate;
  private final OpenScopes scopes;

  CheckedStorage(ContextStorage delegate, OpenScopes scopes) {
    this.delegate = delegate;
    this.scopes = scopes;
  }

  @Override
  public Scope attach(Context toAttach) {
    return new CheckedScope(delegate.attach(toAttach), scopes);
  }

  @Override
  public @Nullable Context current() {
    return delegate.current();
  }

  @Override
  public Context root() {
    return delegate.root();
  }

  private static final class CheckedScope implements Scope {

    private final Scope delegate;
    private final OpenScopes scopes;
    private final @Nullable Opening opening;

    CheckedScope(Scope delegate, OpenScopes scopes) {
      this.delegate = delegate;
      this.scopes = scopes;
      this.opening = scopes.opened(this);
    }

    @Override
    public void close() {
      if (opening != null) {
        scopes.closing(opening);
      }
      delegate.close(); // Also when it is wrong: looking must not change what happens.
    }
  }
}
