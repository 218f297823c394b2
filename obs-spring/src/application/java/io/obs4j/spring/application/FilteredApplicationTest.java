package io.obs4j.spring.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.LogRecord;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.trace.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with the filter of {@code obs-servlet} beside what Spring observes, below a path
 * of its own and one of its servlet.
 */
class FilteredApplicationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static String get(ConfigurableApplicationContext context, String path) throws Exception {
    String port = context.getEnvironment().getProperty("local.server.port");
    return CLIENT
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/shop/api" + path))
                .header("traceparent", "00-00000000000000010000000000000002-00000000000000ff-01")
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void request_withFilterObservationAndAnnotation_hasOneServerSpanAndOneDuration()
      throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            Application.class,
            "--spring.main.banner-mode=off",
            "--server.port=0",
            "--server.servlet.context-path=/shop",
            "--spring.mvc.servlet.path=/api",
            "--management.endpoints.web.exposure.include=prometheus",
            "--logging.level.root=warn",
            "--logging.level.io.obs4j.spring.application.Orders=info",
            "--otel.logs.exporter=console")) {
      InMemoryExporter exporter = context.getBean(InMemoryExporter.class);
      assertThat(get(context, "/orders/de")).isEqualTo("created for de");

      assertThat(exporter.awaitSpans(3, PATIENCE)).isNotEmpty(); // one of them is scheduled
      List<SpanRecord> servers =
          exporter.spans().stream().filter(span -> span.kind() == SpanKind.SERVER).toList();
      assertThat(servers)
          .extracting(SpanRecord::name)
          .containsExactly("GET /shop/api/orders/{country}");
      assertThat(servers.get(0).parentSpanId()).isEqualTo(0xff);
      SpanRecord bean =
          exporter.spans().stream()
              .filter(span -> span.name().equals("order.create"))
              .findFirst()
              .orElseThrow();
      assertThat(bean.parentSpanId()).isEqualTo(servers.get(0).spanId());
      assertThat(durations(context))
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
      assertThat(lines.toString(StandardCharsets.UTF_8).lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          " [00000000000000010000000000000002-" + bean.spanIdHex() + "] ",
                          ": order from de"));

      assertThat(get(context, "/awaited/fr")).isEqualTo("created for fr");
      get(context, "/nowhere/4711");
      assertThat(awaitServers(exporter, 4))
          .contains("GET /shop/api/awaited/{country}", "GET /shop/api/*")
          .doesNotContain("GET /awaited/{country}");
      assertThat(durations(context))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("http_route=\"/shop/api/awaited/{country}\"")
                      .endsWith(" 1"))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("http_response_status_code=\"404\"")
                      .contains("http_route=\"/shop/api/*\""))
          .noneSatisfy(line -> assertThat(line).containsAnyOf("4711", "\"/awaited"));
    } finally {
      System.setOut(out);
    }
  }

  private static List<String> durations(ConfigurableApplicationContext context) throws Exception {
    return get(context, "/actuator/prometheus")
        .lines()
        .filter(line -> line.startsWith("http_server_request"))
        .filter(line -> line.contains("_seconds_count{"))
        .toList();
  }

  /** The names of the spans of requests, once there are so many. */
  private static List<String> awaitServers(InMemoryExporter exporter, int count)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> names;
    do {
      TimeUnit.MILLISECONDS.sleep(5);
      names =
          exporter.spans().stream()
              .filter(span -> span.kind() == SpanKind.SERVER)
              .map(SpanRecord::name)
              .toList();
    } while (names.size() < count && System.nanoTime() < deadline);
    return names;
  }
}
