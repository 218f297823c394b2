package io.obs4j.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.obs4j.logging.format.RemoteThrowable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Logback knows of a throwable: itself, or its description if another process threw it. */
final class ProxiedThrowable {

  /** Cycles are marked by the proxies; this is for those that are not. */
  private static final int DEEPEST = 100;

  private ProxiedThrowable() {}

  static @Nullable Throwable of(@Nullable IThrowableProxy proxy) {
    if (proxy == null) {
      return null;
    }
    return proxy instanceof ThrowableProxy local ? local.getThrowable() : remote(proxy, 0);
  }

  private static Throwable remote(IThrowableProxy proxy, int depth) {
    boolean isEnd = depth == DEEPEST || proxy.isCyclic();
    IThrowableProxy cause = isEnd ? null : proxy.getCause();
    Throwable made =
        new RemoteThrowable(
            Objects.requireNonNullElse(proxy.getClassName(), ""),
            proxy.getMessage(),
            cause == null ? null : remote(cause, depth + 1),
            frames(proxy));
    IThrowableProxy[] suppressed = isEnd ? null : proxy.getSuppressed();
    if (suppressed != null) {
      for (IThrowableProxy each : suppressed) {
        made.addSuppressed(remote(each, depth + 1));
      }
    }
    return made;
  }

  private static StackTraceElement[] frames(IThrowableProxy proxy) {
    StackTraceElementProxy[] given = proxy.getStackTraceElementProxyArray();
    if (given == null) {
      return new StackTraceElement[0];
    }
    StackTraceElement[] frames = new StackTraceElement[given.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = given[i].getStackTraceElement();
    }
    return frames;
  }
}
