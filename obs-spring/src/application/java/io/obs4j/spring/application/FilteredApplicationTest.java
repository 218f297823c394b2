package io.obs4j.spring.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.LogRecord;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.trace.SpanKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with the filter of {@code obs-servlet} beside what Spring observes. */
class FilteredApplicationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static String get(ConfigurableApplicationContext context, String path) throws Exception {
    String port = context.getEnvironment().getProperty("local.server.port");
    return CLIENT
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("traceparent", "00-00000000000000010000000000000002-00000000000000ff-01")
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void request_withFilterObservationAndAnnotation_hasOneServerSpanAndOneDuration()
      throws Exception {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            Application.class,
            "--spring.main.banner-mode=off",
            "--server.port=0",
            "--management.endpoints.web.exposure.include=prometheus",
            "--logging.level.root=warn",
            "--logging.level.io.obs4j.spring.application.Orders=info",
            "--otel.logs.exporter=console")) {
      InMemoryExporter exporter = context.getBean(InMemoryExporter.class);
      assertThat(get(context, "/orders/de")).isEqualTo("created for de");

      assertThat(exporter.awaitSpans(3, PATIENCE)).isNotEmpty(); // one of them is scheduled
      List<SpanRecord> servers =
          exporter.spans().stream().filter(span -> span.kind() == SpanKind.SERVER).toList();
      assertThat(servers).extracting(SpanRecord::name).containsExactly("GET /orders/{country}");
      assertThat(servers.get(0).parentSpanId()).isEqualTo(0xff);
      SpanRecord bean =
          exporter.spans().stream()
              .filter(span -> span.name().equals("order.create"))
              .findFirst()
              .orElseThrow();
      assertThat(bean.parentSpanId()).isEqualTo(servers.get(0).spanId());
      assertThat(get(context, "/actuator/prometheus").lines())
          .filteredOn(line -> line.startsWith("http_server_request"))
          .filteredOn(line -> line.contains("_seconds_count{"))
          .filteredOn(line -> line.contains("/orders/{country}"))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .startsWith("http_server_request_duration_seconds_count")
                      .endsWith(" 1"));

      LogRecord order =
          exporter.logs().stream()
              .filter(log -> String.valueOf(log.body()).contains("order from de"))
              .findFirst()
              .orElseThrow();
      assertThat(order.spanId()).isEqualTo(bean.spanId());
    }
  }
}
