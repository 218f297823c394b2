package io.obs4j.spring;

import ch.qos.logback.classic.LoggerContext;
import io.obs4j.logging.LogStream;
import io.obs4j.logging.sink.ConsoleSink;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Hands what Logback logs to the exporters that {@code otel.logs.exporter} names; the OpenTelemetry
 * agent exports it itself. Its lines stay Logback's.
 */
@AutoConfiguration(after = ObsAutoConfiguration.class)
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnProperty(name = "obs.global", matchIfMissing = true)
public final class ObsLogAutoConfiguration {

  private static final String VARIABLE = "OTEL_LOGS_EXPORTER";

  /** For Spring. */
  public ObsLogAutoConfiguration() {}

  /** The exporters of logs that are named, in a list or in one text; empty if that is none. */
  static String exporters(ConfigurableEnvironment environment) {
    String named = SpringVariables.of(environment).getOrDefault(VARIABLE, "").strip();
    return named.equalsIgnoreCase("none") ? "" : named;
  }

  /** No condition of the beans: variables and the agent are those of the JVM that runs them. */
  private static boolean isExported(ConfigurableEnvironment environment) {
    return !OpenTelemetryAgent.isPresent() && !exporters(environment).isEmpty();
  }

  @Bean
  ObsBuilderCustomizer obsLogSinks(ConfigurableEnvironment environment) {
    return builder -> {
      if (isExported(environment)) {
        builder.logging(
            logging ->
                logging.sink(Unwritten.INSTANCE).stream(LogStream.ACCESS, ConsoleSink.stdout())
                    .stream(LogStream.AUDIT, ConsoleSink.stdout()));
      }
    };
  }

  @Bean
  @Lazy(false)
  LogExport obsLogExport(GlobalInstallation installed, ConfigurableEnvironment environment) {
    return isExported(environment)
        ? LogExport.into((LoggerContext) LoggerFactory.getILoggerFactory())
        : LogExport.none();
  }
}
