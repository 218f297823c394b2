package io.obs4j.tracing;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Draws another secret when the process is restored from a checkpoint, which several copies of it
 * may be. Loaded only where {@code org.crac} is there.
 */
final class RestoreListener implements Resource {

  /** The context holds its resources weakly. */
  @SuppressWarnings("unused")
  private static @Nullable RestoreListener registered;

  private final RandomIds ids;

  RestoreListener(RandomIds ids) {
    this.ids = ids;
  }

  static void register(RandomIds ids) {
    RestoreListener listener = new RestoreListener(ids);
    Core.getGlobalContext().register(listener);
    registered = listener;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    // Whatever the secret is, the copies get others.
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    ids.reseed();
  }
}
