package io.obs4j.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/** Typed attributes as a key, for series whose keys the metric does not fix. */
final class AttributeKeys extends SeriesKey {

  private final Attributes attributes;

  AttributeKeys(Attributes attributes) {
    this(attributes, attributes.hashCode());
  }

  private AttributeKeys(Attributes attributes, int hash) {
    super(hash);
    this.attributes = attributes;
  }

  /** A key that matches no attributes. */
  static AttributeKeys unmatched() {
    Attributes nobodys = Attributes.of(AttributeKey.booleanKey("removed"), true);
    return new AttributeKeys(nobodys, ~nobodys.hashCode());
  }

  /** Whether these are the attributes of the key; mostly they are the very object. */
  @SuppressWarnings("ReferenceEquality")
  boolean matches(int otherHash, Attributes others) {
    return attributes == others || (hash == otherHash && attributes.equals(others));
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
    return other instanceof AttributeKeys that && matches(that.hash, that.attributes);
  }
}
