package io.obs4j.spring;

import ch.qos.logback.classic.LoggerContext;
import io.obs4j.logging.LogStream;
import io.obs4j.logging.sink.ConsoleSink;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Hands what Logback logs to the exporters that {@code otel.logs.exporter} names; the OpenTelemetry
 * agent exports it itself. Its lines stay Logback's.
 */
@AutoConfiguration(after = ObsAutoConfiguration.class)
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnExpression("'${otel.logs.exporter:none}' != 'none'")
public final class ObsLogAutoConfiguration {

  /** For Spring. */
  public ObsLogAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingClass(OpenTelemetryAgent.TYPE)
  ObsBuilderCustomizer obsLogSinks() {
    return builder ->
        builder.logging(
            logging ->
                logging.sink(Unwritten.INSTANCE).stream(LogStream.ACCESS, ConsoleSink.stdout())
                    .stream(LogStream.AUDIT, ConsoleSink.stdout()));
  }

  @Bean
  @Lazy(false)
  @ConditionalOnMissingClass(OpenTelemetryAgent.TYPE)
  LogExport obsLogExport(GlobalInstallation installed) {
    return LogExport.into((LoggerContext) LoggerFactory.getILoggerFactory());
  }
}
