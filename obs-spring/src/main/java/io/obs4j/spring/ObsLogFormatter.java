package io.obs4j.spring;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.obs4j.logback.ObsEncoder;
import io.obs4j.logging.format.FormatSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

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
    encoder =
        new ObsEncoder(
            io.obs4j.core.Environment.of(
                SpringVariables.of((ConfigurableEnvironment) environment),
                FormatSettings.diagnostics()));
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      encoder.setContext(context);
    }
    try {
      Binder.get(environment).bind("obs.log", Bindable.ofInstance(encoder));
    } catch (BindException e) {
      encoder.addError(
          "A setting of obs.log cannot be used; it and those after it are left out.", e);
    }
    encoder.start();
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
