package io.obs4j.micrometer;

import io.micrometer.observation.transport.Propagator;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads headers as Micrometer does, which cannot list their names. */
record CarrierGetter<C>(Propagator.Getter<C> getter) implements TextMapGetter<C> {

  @Override
  @SuppressWarnings("deprecation") // but still to be implemented
  public Iterable<String> keys(C carrier) {
    return List.of();
  }

  @Override
  public @Nullable String get(@Nullable C carrier, String key) {
    return carrier == null ? null : getter.get(carrier, key);
  }
}
