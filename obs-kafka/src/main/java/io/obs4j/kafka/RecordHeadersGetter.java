package io.obs4j.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a record, for propagators. A header without a value is none. */
enum RecordHeadersGetter implements TextMapGetter<Headers> {
  INSTANCE;

  @Override
  @SuppressWarnings("deprecation") // but still to be implemented
  public Iterable<String> keys(Headers headers) {
    List<String> keys = new ArrayList<>();
    for (Header header : headers) {
      keys.add(header.key());
    }
    return keys;
  }

  @Override
  public @Nullable String get(@Nullable Headers headers, String key) {
    Header last = headers == null ? null : headers.lastHeader(key);
    return last == null || last.value() == null ? null : new String(last.value(), UTF_8);
  }

  @Override
  public Iterator<String> getAll(@Nullable Headers headers, String key) {
    List<String> values = new ArrayList<>(1);
    if (headers != null) {
      for (Header header : headers.headers(key)) {
        if (header.value() != null) {
          values.add(new String(header.value(), UTF_8));
        }
      }
    }
    return values.iterator();
  }
}
