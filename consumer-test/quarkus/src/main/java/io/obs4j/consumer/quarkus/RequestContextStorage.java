package io.obs4j.consumer.quarkus;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;
import io.opentelemetry.context.Scope;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;

/**
 * Keeps OpenTelemetry's current context with the request, which Vert.x takes along to whatever
 * thread works on it; and with the thread where there is no request.
 */
public final class RequestContextStorage implements ContextStorageProvider, ContextStorage {

  private static final String KEY = RequestContextStorage.class.getName();

  private final ContextStorage threads = ContextStorage.defaultStorage();

  @Override
  public ContextStorage get() {
    return this;
  }

  private static io.vertx.core.Context request() {
    io.vertx.core.Context current = Vertx.currentContext();
    return current != null && VertxContext.isDuplicatedContext(current) ? current : null;
  }

  @Override
  public Scope attach(Context next) {
    io.vertx.core.Context request = request();
    if (request == null) {
      return threads.attach(next);
    }
    Context before = request.getLocal(KEY);
    if (before == next) {
      return Scope.noop();
    }
    request.putLocal(KEY, next);
    return () -> {
      if (before == null) {
        request.removeLocal(KEY);
      } else {
        request.putLocal(KEY, before);
      }
    };
  }

  @Override
  public Context current() {
    io.vertx.core.Context request = request();
    return request == null ? threads.current() : request.getLocal(KEY);
  }
}
