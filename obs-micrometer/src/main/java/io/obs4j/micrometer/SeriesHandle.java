package io.obs4j.micrometer;

import io.obs4j.core.MetricVisitor;
import io.obs4j.metrics.OpenFamily;
import io.obs4j.metrics.Registration;
import io.opentelemetry.api.common.Attributes;

/** One series of an open family: recorded to, read, and ended. */
final class SeriesHandle<S> implements Registration {

  private final OpenFamily<S> family;
  private final Attributes attributes;
  private final S instrument;

  SeriesHandle(OpenFamily<S> family, Attributes attributes) {
    this.family = family;
    this.attributes = attributes;
    instrument = family.of(attributes);
  }

  S instrument() {
    return instrument;
  }

  void visit(MetricVisitor visitor) {
    family.visit(instrument, visitor);
  }

  @Override
  public void close() {
    family.remove(attributes);
  }
}
