package io.obs4j.logging;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A logger of OpenTelemetry. The levels of loggers hold for it too, by the name of its scope; a
 * record without a severity has no level to be held back by.
 */
final class OtelLogger implements Logger {

  private final Logging logging;
  private final InstrumentationScope scope;
  private final LogGate gate;

  OtelLogger(Logging logging, InstrumentationScope scope) {
    this.logging = logging;
    this.scope = scope;
    this.gate = logging.gate(scope.name());
  }

  InstrumentationScope scope() {
    return scope;
  }

  Logging logging() {
    return logging;
  }

  boolean isOpen(Severity severity) {
    return severity == Severity.UNDEFINED_SEVERITY_NUMBER || gate.isOpen(LogLevel.of(severity));
  }

  @Override
  public boolean isEnabled(@Nullable Severity severity, @Nullable Context context) {
    return severity == null || isOpen(severity);
  }

  @Override
  public boolean isEnabled(@Nullable Severity severity) {
    return severity == null || isOpen(severity);
  }

  @Override
  public LogRecordBuilder logRecordBuilder() {
    return new OtelRecordBuilder(this);
  }
}
