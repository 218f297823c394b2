package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;

/** Typed attributes as a key, for series whose keys the family does not fix. */
final class AttributeKeys extends SeriesKey {

  private final Attributes attributes;

  AttributeKeys(Attributes attributes) {
    super(attributes.hashCode());
    this.attributes = attributes;
  }

  @Override
  Attributes attributes(String[] labelNames) {
    return attributes;
  }

  @Override
  SeriesKey relabelled(String[] labelNames, String[] otherNames) {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttributeKeys that && attributes.equals(that.attributes);
  }
}
