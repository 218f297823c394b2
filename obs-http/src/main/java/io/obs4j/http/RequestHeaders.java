package io.obs4j.http;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a request that came in, for propagators. */
enum RequestHeaders implements TextMapGetter<ServerExchange> {
  INSTANCE;

  @Override
  @SuppressWarnings("deprecation") // but still to be implemented
  public Iterable<String> keys(ServerExchange exchange) {
    return exchange.requestHeaderNames();
  }

  @Override
  public @Nullable String get(@Nullable ServerExchange exchange, String name) {
    return exchange == null ? null : exchange.requestHeader(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable ServerExchange exchange, String name) {
    return exchange == null
        ? Collections.emptyIterator()
        : exchange.requestHeaders(name).iterator();
  }
}
