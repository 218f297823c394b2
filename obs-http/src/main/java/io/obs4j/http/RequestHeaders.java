package io.obs4j.http;

import com.sun.net.httpserver.Headers;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a request that came in, for propagators. */
enum RequestHeaders implements TextMapGetter<Headers> {
  INSTANCE;

  @Override
  @SuppressWarnings("deprecation") // but still to be implemented
  public Iterable<String> keys(Headers headers) {
    return headers.keySet();
  }

  @Override
  public @Nullable String get(@Nullable Headers headers, String name) {
    return headers == null ? null : headers.getFirst(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable Headers headers, String name) {
    List<String> values = headers == null ? null : headers.get(name);
    return values == null ? Collections.emptyIterator() : values.iterator();
  }
}
