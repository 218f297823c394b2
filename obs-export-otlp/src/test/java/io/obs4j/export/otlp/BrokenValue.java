package io.obs4j.export.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;

/** A value of a foreign class, as an application may have it, that throws when it is written. */
final class BrokenValue implements Value<String> {

  /** Attributes of which the last cannot be written. */
  static final Attributes ATTRIBUTES =
      Attributes.of(
          AttributeKey.stringKey("a"), "whole", AttributeKey.valueKey("k"), new BrokenValue());

  @Override
  public ValueType getType() {
    throw new IllegalStateException("broken");
  }

  @Override
  public String getValue() {
    throw new IllegalStateException("broken");
  }

  @Override
  public String asString() {
    throw new IllegalStateException("broken");
  }
}
