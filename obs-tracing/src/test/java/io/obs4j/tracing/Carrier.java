package io.obs4j.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a request: names without case, several of one name kept apart. */
final class Carrier {

  static final TextMapGetter<Carrier> GETTER =
      new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // What Jaeger's baggage is found by.
        public Iterable<String> keys(Carrier carrier) {
          return carrier.names;
        }

        @Override
        public @Nullable String get(@Nullable Carrier carrier, String name) {
          Iterator<String> all = getAll(carrier, name);
          return all.hasNext() ? all.next() : null;
        }

        @Override
        public Iterator<String> getAll(@Nullable Carrier carrier, String name) {
          return carrier == null ? List.<String>of().iterator() : carrier.all(name).iterator();
        }
      };

  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /** Headers in their order: name, value, name, value. */
  static Carrier of(String... headers) {
    Carrier carrier = new Carrier();
    for (int i = 0; i < headers.length; i += 2) {
      carrier.add(headers[i], headers[i + 1]);
    }
    return carrier;
  }

  void add(String name, String value) {
    names.add(name);
    values.add(value);
  }

  /** What a propagator injects from a context. */
  static Carrier injected(TextMapPropagator propagator, Context context) {
    Carrier carrier = new Carrier();
    propagator.inject(context, carrier, Carrier::set);
    return carrier;
  }

  /** What a propagator extracts from headers, onto nothing. */
  static Context extracted(TextMapPropagator propagator, String... headers) {
    return propagator.extract(Context.root(), of(headers), GETTER);
  }

  void set(String name, String value) {
    int index = names.indexOf(name);
    if (index >= 0) {
      values.set(index, value);
    } else {
      add(name, value);
    }
  }

  private List<String> all(String name) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        all.add(values.get(i));
      }
    }
    return all;
  }

  /** All headers in their order: {@code name: value}. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      lines.add(names.get(i) + ": " + values.get(i));
    }
    return lines;
  }
}
