package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.servlet.ObsFilter;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Where {@code obs-servlet} is present its filter makes the span and the duration of each request,
 * by OpenTelemetry's conventions; what Spring observes of the request is then told to that span. It
 * steps back for a bridge of Micrometer's tracing, which makes spans of its own.
 */
@AutoConfiguration(after = ObsAutoConfiguration.class)
@ConditionalOnClass(name = {"io.obs4j.servlet.ObsFilter", "jakarta.servlet.Filter"})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnMissingClass({
  "io.micrometer.tracing.otel.bridge.OtelTracer",
  "io.micrometer.tracing.brave.bridge.BraveTracer"
})
public final class ObsServletAutoConfiguration {

  /** For Spring. */
  public ObsServletAutoConfiguration() {}

  /** Before all filters, that of Spring's observations among them. */
  @Bean
  @ConditionalOnMissingBean(
      value = ObsFilter.class,
      parameterizedContainer = FilterRegistrationBean.class)
  FilterRegistrationBean<ObsFilter> obsServletFilterRegistration(Obs obs) {
    FilterRegistrationBean<ObsFilter> registration =
        new FilterRegistrationBean<>(ObsFilter.of(obs));
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
