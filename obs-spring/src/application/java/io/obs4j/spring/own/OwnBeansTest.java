package io.obs4j.spring.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.obs4j.Obs;
import io.obs4j.annotation.Observed;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.prometheus.PrometheusWriter;
import io.obs4j.metrics.Metrics;
import io.obs4j.servlet.ObsFilter;
import io.obs4j.spring.ObsBuilderCustomizer;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What an application may define of its own, each kind beside all that a starter brings. */
class OwnBeansTest {

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final WebApplicationContextRunner runner =
      new WebApplicationContextRunner()
          .withUserConfiguration(Starter.class)
          .withPropertyValues("management.endpoints.web.exposure.include=prometheus")
          .withBean(InMemoryExporter.class, () -> exporter);

  @Configuration(proxyBeanMethods = false)
  @Import(Observing.class)
  static class Starter {}

  /** Of what a starter configures all that observes; the rest takes time and changes nothing. */
  static final class Observing extends AutoConfigurationImportSelector {

    private static final List<String> KINDS =
        List.of("io.obs4j.", "metrics", "observation", "prometheus", "tracing", "opentelemetry");

    @Override
    protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
      return new AnnotationAttributes(
          Map.of("exclude", new String[0], "excludeName", new String[0]));
    }

    @Override
    protected List<String> getCandidateConfigurations(
        AnnotationMetadata metadata, AnnotationAttributes attributes) {
      return super.getCandidateConfigurations(metadata, attributes).stream()
          .filter(name -> KINDS.stream().anyMatch(name::contains))
          .toList();
    }
  }

  static class Orders {

    @Observed("order.create")
    void create() {}
  }

  interface Shop {

    @Observed("shop.open")
    void open();
  }

  static final class FinalOrders implements Shop {

    @Observed("order.create")
    void create() {}

    @Override
    public void open() {}
  }

  record RecordedOrders(String tenant) {

    @Observed("order.create")
    void create() {}
  }

  static class ClosedOrders {

    private ClosedOrders() {}

    @Observed("order.create")
    void create() {}
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnFilter {

    @Bean
    FilterRegistrationBean<ObsFilter> mine(Obs obs) {
      return new FilterRegistrationBean<>(ObsFilter.of(obs));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class FilterOfUsualName {

    @Bean
    FilterRegistrationBean<ObsFilter> obsFilter(Obs obs) {
      return new FilterRegistrationBean<>(ObsFilter.of(obs));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class BareFilter {

    @Bean
    ObsFilter obsFilter(Obs obs) {
      return ObsFilter.of(obs);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnTelemetry {

    @Bean
    Theirs theirs() {
      InMemoryExporter exporter = InMemoryExporter.create();
      return new Theirs(
          Obs.builder().environment(Map.of()).export(exporter).start(), exporter);
    }

    @Bean(destroyMethod = "")
    OpenTelemetry own(Theirs theirs) {
      return theirs.obs.openTelemetry();
    }
  }

  /** What makes spans, and where they go. */
  record Theirs(Obs obs, InMemoryExporter exporter) implements AutoCloseable {

    @Override
    public void close() {
      obs.close();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OfOrders {

    @Bean
    Orders orders() {
      return new Orders();
    }

    @Bean
    ObsBuilderCustomizer customizer(Orders orders) {
      orders.create();
      return builder -> {
        orders.create();
        builder.service("of orders", "1");
      };
    }

    @Bean
    InMemoryExporter second(Orders orders) {
      orders.create();
      return InMemoryExporter.create();
    }
  }

  private static String page(AssertableWebApplicationContext context) {
    Obs obs = context.getBean(Obs.class);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try (PrometheusWriter writer =
        PrometheusWriter.of(obs.metrics(), obs.resource(), obs.diagnostics())) {
      writer.write(page, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toString(StandardCharsets.UTF_8);
  }

  private static List<ObsFilter> filters(AssertableWebApplicationContext context) {
    List<ObsFilter> filters = new ArrayList<>();
    for (FilterRegistrationBean<?> registration :
        context.getBeansOfType(FilterRegistrationBean.class).values()) {
      if (registration.getFilter() instanceof ObsFilter filter) {
        filters.add(filter);
      }
    }
    return filters;
  }

  private static void request(AssertableWebApplicationContext context, Runnable handler)
      throws Exception {
    ObsFilter filter = filters(context).get(0);
    MockFilterChain chain =
        new MockFilterChain() {
          @Override
          public void doFilter(ServletRequest request, ServletResponse response) {
            handler.run();
          }
        };
    filter.doFilter(
        new MockHttpServletRequest("GET", "/orders"), new MockHttpServletResponse(), chain);
  }

  private static void observe(AssertableWebApplicationContext context, String name) {
    Observation.createNotStarted(name, context.getBean(ObservationRegistry.class))
        .observe(() -> {});
  }

  @Test
  void obs_ofTheApplication_isThatOfAll() {
    runner
        .withBean(
            Obs.class,
            () ->
                Obs.builder()
                    .environment(Map.of())
                    .service("mine", "1")
                    .export(exporter)
                    .start())
        .withBean(Orders.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(Obs.class);
              Obs obs = context.getBean(Obs.class);
              assertThat(obs.resource().attributes().get(Resource.SERVICE_NAME)).isEqualTo("mine");
              context.getBean(Orders.class).create();
              observe(context, "observed");
              context.getBean(MeterRegistry.class).counter("counted").increment();

              assertThat(exporter.spans())
                  .extracting(SpanRecord::name)
                  .containsExactly("order.create", "observed");
              assertThat(page(context)).contains("order_create_calls_total 1", "counted_total 1");
            });
  }

  @Test
  void metrics_ofTheApplication_leaveThoseOfTheObsAsTheyAre() {
    runner
        .withBean("mine", Metrics.class, Metrics::create)
        .withBean(Orders.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(Metrics.class);
              context.getBean(Orders.class).create();
              observe(context, "observed");
              context.getBean(MeterRegistry.class).counter("counted").increment();

              assertThat(page(context))
                  .contains("order_create_calls_total 1")
                  .contains("observed_seconds_count")
                  .contains("counted_total 1")
                  .contains("jvm_memory_used_bytes");
            });
  }

  @Test
  void openTelemetry_ofTheApplication_makesAllSpans() {
    runner
        .withUserConfiguration(OwnTelemetry.class)
        .withBean(Orders.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(OpenTelemetry.class);
              request(
                  context,
                  () -> {
                    observe(context, "observed");
                    context.getBean(Orders.class).create();
                    context.getBean(Obs.class).span("mine").close();
                  });

              assertThat(exporter.spans()).isEmpty();
              List<SpanRecord> spans = context.getBean(Theirs.class).exporter().spans();
              assertThat(spans)
                  .extracting(SpanRecord::name)
                  .containsExactly("observed", "order.create", "mine", "GET");
              assertThat(spans).extracting(SpanRecord::traceIdHex).containsOnly(spans.get(0).traceIdHex());
              assertThat(page(context))
                  .contains("order_create_calls_total 1", "http_server_request_duration_seconds");
            });
  }

  @ParameterizedTest
  @ValueSource(classes = {OwnFilter.class, FilterOfUsualName.class})
  void filter_ofTheApplication_takesThePlaceOfOurs(Class<?> own) {
    runner
        .withUserConfiguration(own)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(filters(context)).hasSize(1);
            });
  }

  @Test
  void filter_withoutARegistration_takesThePlaceOfOurs() {
    runner
        .withUserConfiguration(BareFilter.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(filters(context)).isEmpty();
            });
  }

  @Test
  void handlerOfMeters_ofTheApplication_leavesTheSpans() {
    runner
        .withBean(OneKind.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed().doesNotHaveBean("obsObservationHandler");
              observe(context, "observed");
              assertThat(exporter.spans()).extracting(SpanRecord::name).containsExactly("observed");
            });
  }

  static class OneKind implements MeterObservationHandler<Observation.Context> {

    @Override
    public boolean supportsContext(Observation.Context context) {
      return false;
    }
  }

  @Test
  void customizerAndExporter_ofAnAnnotatedBean_areUsed() {
    runner
        .withUserConfiguration(OfOrders.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Obs obs = context.getBean(Obs.class);
              assertThat(obs.resource().attributes().get(Resource.SERVICE_NAME))
                  .isEqualTo("of orders");
              context.getBean(Orders.class).create();
              assertThat(context.getBean("second", InMemoryExporter.class).spans())
                  .extracting(SpanRecord::name)
                  .containsExactly("order.create");
            });
  }

  @Test
  void bean_thatCanHaveNoProxy_isToldAndLeftAsItIs() {
    runner
        .withBean(FinalOrders.class)
        .withBean(RecordedOrders.class, () -> new RecordedOrders("acme"))
        .withBean(ClosedOrders.class, ClosedOrders::new)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              context.getBean(FinalOrders.class).create();
              context.getBean(RecordedOrders.class).create();
              context.getBean(ClosedOrders.class).create();
              assertThat(exporter.spans()).isEmpty();
              assertThat(page(context)).contains("kind=\"spring.annotation\"} 3\n");
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class OfAnInterface {

    @Bean
    Shop shop() {
      return new FinalOrders();
    }

    @Bean
    Shop lambda() {
      return () -> {};
    }

    @Bean
    Runnable opening(ObjectProvider<Shop> shops) {
      return () -> shops.orderedStream().forEach(Shop::open);
    }
  }

  @Test
  void finalBean_thatIsDeclaredAsAnInterface_isObserved() {
    runner
        .withUserConfiguration(OfAnInterface.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              context.getBean("opening", Runnable.class).run();
              assertThat(exporter.spans())
                  .extracting(SpanRecord::name)
                  .containsExactly("shop.open", "shop.open");
            });
  }
}
