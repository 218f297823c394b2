package io.obs4j.spring;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.obs4j.logback.ObsEncoder;
import io.obs4j.logging.format.FormatSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The lines of obs4j as a structured format of Spring Boot, for {@code
 * logging.structured.format.console} and {@code file}; {@code obs.log.format} sets both. The other
 * {@code obs.log.*} properties are the settings of {@link ObsEncoder}. Made by Spring Boot; safe
 * for use by any thread.
 */
public final class ObsLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

  private final ObsEncoder encoder;

  /**
   * A formatter.
   *
   * @param environment of the application
   */
  public ObsLogFormatter(Environment environment) {
    Map<String, String> variables = SpringVariables.of((ConfigurableEnvironment) environment);
    encoder = new ObsEncoder(io.obs4j.core.Environment.of(variables, FormatSettings.diagnostics()));
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      encoder.setContext(context);
    }
    settings(variables).bind("obs.log", Bindable.ofInstance(encoder), new Malformed(encoder));
    encoder.start();
  }

  /**
   * Lists and maps are joined in variables already, and found under all names that Spring takes.
   */
  private static Binder settings(Map<String, String> variables) {
    return new Binder(
        ConfigurationPropertySource.from(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new HashMap<>(variables))));
  }

  /** A setting that cannot be read costs itself alone, so that masking does not depend on it. */
  private record Malformed(ObsEncoder encoder) implements BindHandler {

    @Override
    public @Nullable Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
      ConfigurationProperty property = context.getConfigurationProperty();
      Object value = property == null ? "" : property.getValue();
      boolean isSwitch = target.getType().resolve() == boolean.class;
      encoder.addError(
          name
              + " cannot be '"
              + value
              + "', so that the default holds: write "
              + (isSwitch ? "true or false." : "a whole number."));
      return null;
    }
  }

  @Override
  public String format(ILoggingEvent event) {
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  /** The line as it is encoded, which is UTF-8 whatever the charset of the appender. */
  @Override
  public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
    return encoder.encode(event);
  }
}
