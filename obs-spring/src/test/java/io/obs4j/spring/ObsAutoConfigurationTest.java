package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.judges.LogLines;
import io.obs4j.metrics.Metrics;
import io.obs4j.tracing.Sampler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ObsAutoConfigurationTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ObsAutoConfiguration.class));

  @Configuration(proxyBeanMethods = false)
  static class Own {

    @Bean
    Obs mine() {
      return Obs.builder().service("mine", "1").start();
    }

    @Bean(destroyMethod = "")
    OpenTelemetry noop() {
      return OpenTelemetry.noop();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Exporting {

    @Bean
    InMemoryExporter exporter() {
      return InMemoryExporter.create();
    }

    @Bean
    ObsBuilderCustomizer sampling() {
      return builder -> builder.tracing(tracing -> tracing.sampler(Sampler.alwaysOn()));
    }
  }

  @Test
  void beans_ofObs_areThere() {
    runner.run(
        context -> {
          Obs obs = context.getBean(Obs.class);
          assertThat(context.getBean(Metrics.class)).isSameAs(obs.metrics());
          assertThat(context.getBean(OpenTelemetry.class)).isSameAs(obs.openTelemetry());
        });
  }

  private List<String> toldWithoutLogback(String... properties) {
    LogLines log = new LogLines();
    runner
        .withClassLoader(new FilteredClassLoader("ch.qos.logback"))
        .withBean(
            ObsBuilderCustomizer.class,
            () -> builder -> builder.diagnostics(Diagnostics.loggingTo(log)))
        .withPropertyValues("obs.global=false")
        .withPropertyValues(properties)
        .run(context -> assertThat(context).hasNotFailed());
    return log.texts().stream().filter(line -> line.contains("Logback")).toList();
  }

  @Test
  void settingsOfLogback_withoutIt_areToldInOneLine() {
    assertThat(toldWithoutLogback("obs.log.format=ecs", "otel.logs.exporter=console"))
        .singleElement()
        .asString()
        .contains("obs-log4j2");
    assertThat(toldWithoutLogback("otel.logs.exporter=console")).hasSize(1);
    assertThat(toldWithoutLogback("otel.logs.exporter=none")).isEmpty();
  }

  @Test
  void service_isTheApplication() {
    runner
        .withPropertyValues(
            "spring.application.name=the shop",
            "spring.application.version=1.4.2",
            "spring.application.group=acme")
        .run(
            context -> {
              var facts = context.getBean(Obs.class).resource().attributes();
              assertThat(facts.get(Resource.SERVICE_NAME)).isEqualTo("the shop");
              assertThat(facts.get(Resource.SERVICE_VERSION)).isEqualTo("1.4.2");
              assertThat(facts.get(AttributeKey.stringKey("service.namespace"))).isEqualTo("acme");
            });
  }

  @Test
  void variables_asProperties_winOverTheNameOfTheApplication() {
    runner
        .withPropertyValues(
            "spring.application.name=shop",
            "otel.service.name=orders",
            "otel.resource.attributes=team=blue,service.version=2")
        .run(
            context -> {
              var facts = context.getBean(Obs.class).resource().attributes();
              assertThat(facts.get(Resource.SERVICE_NAME)).isEqualTo("orders");
              assertThat(facts.get(Resource.SERVICE_VERSION)).isEqualTo("2");
              assertThat(facts.get(AttributeKey.stringKey("team"))).isEqualTo("blue");
            });
  }

  @Test
  void exporters_thatAreBeans_getSpansAsCustomizersHaveThem() {
    runner
        .withUserConfiguration(Exporting.class)
        .withPropertyValues("otel.traces.sampler=always_off")
        .run(
            context -> {
              Span span = context.getBean(Obs.class).tracer("t").spanBuilder("s").startSpan();
              span.end();
              assertThat(context.getBean(InMemoryExporter.class).spans()).hasSize(1);
            });
  }

  @Test
  void property_ofTheSampler_isHeeded() {
    runner
        .withPropertyValues("otel.traces.sampler=always_off")
        .run(
            context -> {
              Span span = context.getBean(Obs.class).tracer("t").spanBuilder("s").startSpan();
              assertThat(span.isRecording()).isFalse();
            });
  }

  @Test
  void beans_ofTheApplication_takeTheirPlace() {
    runner
        .withUserConfiguration(Own.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(Obs.class).hasSingleBean(OpenTelemetry.class);
              assertThat(
                      context.getBean(Obs.class).resource().attributes().get(Resource.SERVICE_NAME))
                  .isEqualTo("mine");
            });
  }

  @Test
  void close_ofTheContext_givesTheGlobalBack() {
    runner.run(context -> assertThat(context.getBean(Obs.class).installGlobal()).isTrue());
    try (Obs next = Obs.builder().start()) {
      assertThat(next.installGlobal()).isTrue();
    }
  }

  @Test
  void global_switchedOff_isLeftAlone() {
    try (Obs other = Obs.builder().start()) {
      runner
          .withConfiguration(AutoConfigurations.of(ObsLogAutoConfiguration.class))
          .withPropertyValues("obs.global=false", "otel.logs.exporter[0]=console")
          .run(
              context -> {
                assertThat(context).hasNotFailed();
                assertThat(other.installGlobal()).isTrue();
              });
    }
  }

  @Test
  void malformedVariable_ofTheEnvironment_doesNotKeepItFromStarting() {
    runner
        .withPropertyValues("otel.traces.sampler=sometimes")
        .run(context -> assertThat(context).hasNotFailed());
    runner
        .withPropertyValues("otel.traces.sampler=sometimes", "obs.strict=true")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("OTEL_TRACES_SAMPLER=sometimes"));
  }
}
