package io.obs4j.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.obs4j.export.prometheus.PrometheusWriter;
import io.obs4j.judges.PageCode;
import io.obs4j.metrics.Family;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The code in docs/migrating-from-client-java.md is in this file, and what was recorded by it
 * before and after is the same to Prometheus.
 */
@Timeout(60)
class ClientJavaMigrationPageTest {

  private static final Path PAGE = Path.of("../docs/migrating-from-client-java.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/obs4j/integration/ClientJavaMigrationPageTest.java");

  private static final Pattern OURS = Pattern.compile("http_requests|http_request_|queue|breaker");

  private final Queue<String> queue = new ConcurrentLinkedQueue<>(List.of("a", "b"));
  private final long nanos = TimeUnit.MILLISECONDS.toNanos(12);

  @Test
  void page_showsCodeThatRuns() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(PageCode.blocks(page)).isGreaterThanOrEqualTo(6);
    assertThat(PageCode.notIn(page, SOURCE)).isEmpty();
  }

  private String before() throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter requests =
        Counter.builder()
            .name("http_requests_total")
            .help("Requests served")
            .labelNames("method", "status")
            .register(registry);
    requests.labelValues("GET", "200").inc();

    Histogram duration =
        Histogram.builder()
            .name("http_request_duration_seconds")
            .unit(Unit.SECONDS)
            .help("Time to answer")
            .classicOnly()
            .classicUpperBounds(0.01, 0.1, 1)
            .register(registry);
    duration.observe(nanos / 1e9);

    GaugeWithCallback.builder()
        .name("queue_size")
        .help("Orders that wait")
        .callback(callback -> callback.call(queue.size()))
        .register(registry);

    StateSet breaker =
        StateSet.builder()
            .name("breaker")
            .help("State")
            .states("open", "closed")
            .register(registry);
    breaker.setTrue("closed");

    ByteArrayOutputStream page = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.builder().build().write(page, registry.scrape());
    return page.toString(UTF_8);
  }

  private String after() throws IOException {
    try (Obs obs = Obs.builder().service("orders", "1.4.2").start()) {
      var metrics = obs.metrics();
      Family<io.obs4j.metrics.Counter> requests =
          metrics.counter("http.requests").help("Requests served").labels("method", "status");
      requests.of("GET", "200").increment();

      var duration =
          metrics
              .histogram("http.request.duration")
              .unit("s")
              .help("Time to answer")
              .explicit(0.01, 0.1, 1)
              .create();
      duration.recordNanos(nanos);

      metrics.gauge("queue.size").help("Orders that wait").callback(queue::size);

      var breaker = metrics.stateSet("breaker").help("State").states("open", "closed").create();
      breaker.set("closed", true);

      return page(obs);
    }
  }

  private static String page(Obs obs) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try (PrometheusWriter writer =
        PrometheusWriter.of(obs.metrics(), obs.resource(), obs.diagnostics())) {
      writer.write(page, "text/plain; version=0.0.4");
    }
    return page.toString(UTF_8);
  }

  /** What is about this service, with numbers as either side writes them. */
  private static List<String> lines(String page) {
    return page.lines()
        .filter(line -> !line.startsWith("obs_") && OURS.matcher(line).find())
        .map(line -> line.replace("1.0\"", "1\"").replaceAll(" (\\d+)[.]0$", " $1"))
        .sorted()
        .toList();
  }

  @Test
  void pages_beforeAndAfter_areTheSame() throws IOException {
    assertThat(lines(after())).hasSizeGreaterThan(12).isEqualTo(lines(before()));
  }

  @Test
  void namesAsTheyWere_areKept() throws IOException {
    try (Obs obs = Obs.builder().service("orders", "1.4.2").start()) {
      obs.metrics().counter("http_requests_total").create().increment();
      obs.metrics().histogram("http_request_duration_seconds").unit("s").create().record(1);

      assertThat(page(obs))
          .contains("\nhttp_requests_total 1\n", "\nhttp_request_duration_seconds_count 1\n");
    }
  }

  @Test
  void endpoints_beforeAndAfter_start() throws IOException {
    int port = 0;
    HTTPServer server = HTTPServer.builder().port(port).buildAndStart();
    assertThat(server.getPort()).isPositive();
    server.close();

    try (Obs obs =
        Obs.builder()
            .service("orders", "1.4.2")
            .export(PrometheusEndpoint.onPort(port))
            .runtimeMetrics(true)
            .start()) {
      assertThat(page(obs)).contains("jvm_memory_used_bytes");
    }
  }
}
