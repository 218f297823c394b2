package io.obs4j.spring;

import io.opentelemetry.context.Context;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;

/**
 * Carries the current context to what {@code @Async} and the executors that Spring Boot builds run,
 * unless the application has a {@link TaskDecorator} of its own. An executor that the application
 * makes itself has it only where it is given this decorator.
 */
@AutoConfiguration(
    beforeName = "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration")
@ConditionalOnClass(TaskDecorator.class)
public final class ObsContextAutoConfiguration {

  /** For Spring. */
  public ObsContextAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  TaskDecorator obsTaskDecorator() {
    return task -> Context.current().wrap(task);
  }
}
