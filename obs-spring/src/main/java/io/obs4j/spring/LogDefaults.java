package io.obs4j.spring;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Sets what follows from the properties of obs4j before the logging system starts, so that the
 * first line has its format already: with {@code obs.log.format} the structured format of console
 * and file is ours, without it lines have the ids of spans where Spring Boot has room for them. All
 * of it is last in rank, below whatever the application says itself, in its default properties too.
 */
final class LogDefaults
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  /** Switches lines of JSON on, and names their format. */
  static final String FORMAT = "obs.log.format";

  /** What the application sets by {@code setDefaultProperties}; Spring Boot keeps it last. */
  private static final String DEFAULTS = "defaultProperties";

  static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

  /** After the files were read, before the logging system starts. */
  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER - 5;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    ConfigurableEnvironment environment = event.getEnvironment();
    Map<String, Object> defaults = new HashMap<>();
    defaults.put(SpringVariables.INSTANCE, UUID.randomUUID().toString());
    defaults.put("spring.reactor.context-propagation", "auto");
    if (ClassUtils.isPresent(LOGBACK, getClass().getClassLoader())) {
      if (StringUtils.hasText(environment.getProperty(FORMAT))) {
        defaults.put("logging.structured.format.console", ObsLogFormatter.class.getName());
        defaults.put("logging.structured.format.file", ObsLogFormatter.class.getName());
      } else {
        defaults.put(LoggingSystem.EXPECT_CORRELATION_ID_PROPERTY, true);
      }
    }
    add(defaults, environment.getPropertySources());
  }

  private static void add(Map<String, Object> defaults, MutablePropertySources sources) {
    if (sources.get(DEFAULTS) instanceof MapPropertySource said) {
      defaults.putAll(said.getSource());
      sources.replace(DEFAULTS, new MapPropertySource(DEFAULTS, defaults));
    } else {
      sources.addLast(new MapPropertySource(DEFAULTS, defaults));
    }
  }
}
