package io.obs4j.metrics;

import io.obs4j.core.InstrumentationScope;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import org.jspecify.annotations.Nullable;

/**
 * The OpenTelemetry front of a registry. A meter is nothing but a scope: all meters of equal scopes
 * declare the same instruments.
 */
final class OtelMeterProvider implements MeterProvider {

  private final Registry registry;

  OtelMeterProvider(Registry registry) {
    this.registry = registry;
  }

  @Override
  public MeterBuilder meterBuilder(@Nullable String instrumentationScopeName) {
    return new Builder(known(instrumentationScopeName));
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }

  private final class Builder implements MeterBuilder {

    private final String name;
    private String version = "";
    private String schemaUrl = "";

    Builder(String name) {
      this.name = name;
    }

    @Override
    public MeterBuilder setSchemaUrl(@Nullable String newSchemaUrl) {
      schemaUrl = known(newSchemaUrl);
      return this;
    }

    @Override
    public MeterBuilder setInstrumentationVersion(@Nullable String newVersion) {
      version = known(newVersion);
      return this;
    }

    @Override
    public Meter build() {
      return new OtelMeter(
          registry, new InstrumentationScope(name, version, schemaUrl, Attributes.empty()));
    }
  }
}
