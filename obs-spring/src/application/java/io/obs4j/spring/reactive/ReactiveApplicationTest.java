package io.obs4j.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.LogRecord;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** WebFlux and WebClient, in one application that is started once. */
class ReactiveApplicationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext context;
  private static InMemoryExporter exporter;

  /** A trace that a caller has begun. */
  private final long trace = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);

  @BeforeAll
  static void start() {
    context =
        SpringApplication.run(
            ReactiveApplication.class,
            "--spring.main.web-application-type=reactive",
            "--spring.main.banner-mode=off",
            "--server.port=0",
            "--management.endpoints.web.exposure.include=prometheus",
            "--logging.level.root=off",
            "--logging.level.io.obs4j.spring.reactive=info",
            "--otel.logs.exporter=console");
    exporter = context.getBean(InMemoryExporter.class);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(
        to(path)
            .header(
                "traceparent", "00-0000000000000002%016x-00000000000000ff-01".formatted(trace)));
  }

  private static HttpRequest.Builder to(String path) {
    String port = context.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Of the trace of this test; a server span ends after its answer. */
  private List<SpanRecord> spans(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<SpanRecord> spans;
    do {
      spans = exporter.spans().stream().filter(span -> span.traceIdLow() == trace).toList();
      TimeUnit.MILLISECONDS.sleep(5);
    } while (spans.size() < count && System.nanoTime() < deadline);
    assertThat(spans).hasSize(count);
    return spans;
  }

  private static SpanRecord only(List<SpanRecord> spans, String name) {
    List<SpanRecord> named = spans.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named).hasSize(1);
    return named.get(0);
  }

  private static List<String> durations() throws Exception {
    return send(to("/actuator/prometheus"))
        .body()
        .lines()
        .filter(line -> line.startsWith("http_server_request"))
        .filter(line -> line.contains("_seconds_count{"))
        .toList();
  }

  private static long durations(String route) throws Exception {
    return durations().stream()
        .filter(line -> line.contains('"' + route + '"'))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void request_hasOneServerSpanAndOneDuration_andItsContextBehindOperators() throws Exception {
    long before = durations("/orders/{country}");
    String told = get("/orders/de").body();

    SpanRecord server = spans(1).get(0);
    assertThat(server.name()).isEqualTo("http get /orders/{country}");
    assertThat(server.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.parentSpanId()).isEqualTo(0xff);
    assertThat(told).isEqualTo(server.spanIdHex() + " boundedElastic");
    assertThat(durations("/orders/{country}")).isEqualTo(before + 1);
    LogRecord line =
        exporter.logs().stream()
            .filter(log -> log.spanId() == server.spanId())
            .findFirst()
            .orElseThrow();
    assertThat(String.valueOf(line.body())).contains("order from de");
  }

  @Test
  void call_ofWebClient_isTheChildOfItsRequest() throws Exception {
    assertThat(get("/relayed/fr").statusCode()).isEqualTo(200);

    List<SpanRecord> spans = spans(3);
    SpanRecord first = only(spans, "http get /relayed/{country}");
    SpanRecord call = only(spans, "http get");
    SpanRecord second = only(spans, "http get /orders/{country}");
    assertThat(call.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(call.parentSpanId()).isEqualTo(first.spanId());
    assertThat(second.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(second.parentSpanId()).isEqualTo(call.spanId());
  }

  @Test
  void exception_behindOperators_isTheErrorOfItsSpan() throws Exception {
    assertThat(get("/broken").statusCode()).isEqualTo(500);

    SpanRecord span = spans(1).get(0);
    assertThat(span.name()).isEqualTo("http get /broken");
    assertThat(span.status()).isEqualTo(StatusCode.ERROR);
    assertThat(durations("/broken")).isEqualTo(1);
  }

  @Test
  void path_thatNobodyAnswers_isNoRoute() throws Exception {
    assertThat(get("/nowhere/4711").statusCode()).isEqualTo(404);

    assertThat(spans(1).get(0).name()).doesNotContain("4711");
    assertThat(durations())
        .anyMatch(line -> line.contains("404"))
        .noneMatch(line -> line.contains("nowhere"));
  }
}
