package io.obs4j.spring;

import ch.qos.logback.classic.LoggerContext;
import io.obs4j.logging.LogStream;
import io.obs4j.logging.sink.ConsoleSink;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Hands what Logback logs to the exporters that {@code otel.logs.exporter} names; the OpenTelemetry
 * agent exports it itself. Its lines stay Logback's.
 */
@AutoConfiguration(after = ObsAutoConfiguration.class)
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnProperty(name = "obs.global", matchIfMissing = true)
@Conditional(ObsLogAutoConfiguration.OnExporter.class)
public final class ObsLogAutoConfiguration {

  /** For Spring. */
  public ObsLogAutoConfiguration() {}

  /** Whether exporters of logs are named, in a list or in one text. */
  static final class OnExporter extends SpringBootCondition {

    private static final String VARIABLE = "OTEL_LOGS_EXPORTER";

    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      String named = named((ConfigurableEnvironment) context.getEnvironment());
      return new ConditionOutcome(!named.isEmpty(), VARIABLE + " is '" + named + "'");
    }

    /** What is named; empty if that is none. */
    static String named(ConfigurableEnvironment environment) {
      String named = SpringVariables.of(environment).getOrDefault(VARIABLE, "").strip();
      return named.equalsIgnoreCase("none") ? "" : named;
    }
  }

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
