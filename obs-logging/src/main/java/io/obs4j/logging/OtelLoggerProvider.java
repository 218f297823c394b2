package io.obs4j.logging;

import io.obs4j.core.InstrumentationScope;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import org.jspecify.annotations.Nullable;

/**
 * The OpenTelemetry front of a logging. A logger is nothing but a scope and the gate of its name.
 */
final class OtelLoggerProvider implements LoggerProvider {

  private final Logging logging;

  OtelLoggerProvider(Logging logging) {
    this.logging = logging;
  }

  @Override
  public Logger get(@Nullable String instrumentationScopeName) {
    return loggerBuilder(instrumentationScopeName).build();
  }

  @Override
  public LoggerBuilder loggerBuilder(@Nullable String instrumentationScopeName) {
    return new Builder(known(instrumentationScopeName));
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Names a scope. Nulls count as empty, as the specification asks for a working logger. */
  private final class Builder implements LoggerBuilder {

    private final String name;
    private String version = "";
    private String schemaUrl = "";

    Builder(String name) {
      this.name = name;
    }

    @Override
    public LoggerBuilder setSchemaUrl(@Nullable String newSchemaUrl) {
      schemaUrl = known(newSchemaUrl);
      return this;
    }

    @Override
    public LoggerBuilder setInstrumentationVersion(@Nullable String newVersion) {
      version = known(newVersion);
      return this;
    }

    @Override
    public Logger build() {
      return new OtelLogger(
          logging, new InstrumentationScope(name, version, schemaUrl, Attributes.empty()));
    }
  }
}
