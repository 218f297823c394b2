package io.obs4j.spring;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/** Has lines in Spring Boot's own patterns carry the ids of spans, once the logging has started. */
final class LogIds implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    if (ClassUtils.isPresent(LogDefaults.LOGBACK, getClass().getClassLoader())) {
      LogCorrelation.teach();
    }
  }
}
