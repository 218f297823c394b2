package io.obs4j.spring.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.health.HealthCheck;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One application, started once, with all that a starter switches on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StartedApplicationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final PrintStream OUT = System.out;
  private static final ByteArrayOutputStream LINES = new ByteArrayOutputStream();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext context;
  private static InMemoryExporter exporter;

  /** A trace that a caller has begun. */
  private final long trace = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);

  @BeforeAll
  static void start() {
    System.setOut(new PrintStream(LINES, true, StandardCharsets.UTF_8));
    context =
        SpringApplication.run(
            Application.class,
            "--spring.application.name=shop",
            "--spring.main.banner-mode=off",
            "--server.port=0",
            "--server.shutdown=graceful",
            "--spring.autoconfigure.exclude=io.obs4j.spring.ObsServletAutoConfiguration",
            "--management.endpoints.web.exposure.include=health,prometheus",
            "--management.endpoint.health.show-details=always",
            "--management.endpoint.health.probes.enabled=true",
            "--obs.log.format=ecs",
            "--obs.log.constants=team=orders");
    exporter = context.getBean(InMemoryExporter.class);
  }

  @AfterAll
  static void stop() {
    context.close();
    System.setOut(OUT);
    // Spring Boot leaves its settings to further applications of the process.
    System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
    System.clearProperty("FILE_LOG_STRUCTURED_FORMAT");
  }

  private HttpRequest request(String path) {
    return to(path)
        .header("traceparent", "00-0000000000000001%016x-00000000000000ff-01".formatted(trace))
        .build();
  }

  private static HttpRequest.Builder to(String path) {
    String port = context.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String page(String query) throws Exception {
    return send(to("/actuator/prometheus" + query).build()).body();
  }

  /**
   * Of the trace of this test, the caller's children first; a server span ends after its answer.
   */
  private List<SpanRecord> spans(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<SpanRecord> spans;
    do {
      spans = exporter.spans().stream().filter(span -> span.traceIdLow() == trace).toList();
      TimeUnit.MILLISECONDS.sleep(5);
    } while (spans.size() < count && System.nanoTime() < deadline);
    return spans;
  }

  private static SpanRecord only(List<SpanRecord> spans, String name) {
    List<SpanRecord> named = spans.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named).hasSize(1);
    return named.get(0);
  }

  private static long durations(String route) throws Exception {
    return page("")
        .lines()
        .filter(line -> line.startsWith("http_server_request"))
        .filter(line -> line.contains("_seconds_count{") && line.contains('"' + route + '"'))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void lines_fromTheFirstOn_areJsonOfTheService() {
    assertThat(LINES.toString(StandardCharsets.UTF_8).lines())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("{\"@timestamp\"")
                    .contains("\"service.name\":\"shop\"", "\"team\":\"orders\""));
    assertThat(LINES.toString(StandardCharsets.UTF_8)).contains("\"message\":\"Starting ");
  }

  @Test
  void line_withinARequest_hasItsTrace() throws Exception {
    get("/orders/it");

    String ids = "\"trace.id\":\"0000000000000001%016x\"".formatted(trace);
    assertThat(LINES.toString(StandardCharsets.UTF_8).lines())
        .anySatisfy(line -> assertThat(line).contains("order from it", ids));
  }

  @Test
  void request_ofMvc_hasOneServerSpanAndOneDuration() throws Exception {
    long before = durations("/orders/{country}");
    assertThat(get("/orders/de").body()).isEqualTo("created for de");

    List<SpanRecord> spans = spans(2);
    SpanRecord server = only(spans, "http get /orders/{country}");
    SpanRecord bean = only(spans, "order.create");
    assertThat(server.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.parentSpanId()).isEqualTo(0xff);
    assertThat(bean.parentSpanId()).isEqualTo(server.spanId());
    assertThat(durations("/orders/{country}")).isEqualTo(before + 1);
  }

  @Test
  void call_ofRestClient_carriesTheTrace() throws Exception {
    assertThat(get("/relayed/fr").body()).isEqualTo("created for fr");

    List<SpanRecord> spans = spans(4);
    SpanRecord first = only(spans, "http get /relayed/{country}");
    SpanRecord call = only(spans, "http get");
    SpanRecord second = only(spans, "http get /orders/{country}");
    assertThat(call.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(call.parentSpanId()).isEqualTo(first.spanId());
    assertThat(second.parentSpanId()).isEqualTo(call.spanId());
    assertThat(spans).hasSize(4);
  }

  @Test
  void async_hasTheContextOfItsCaller() throws Exception {
    assertThat(get("/shipped").body()).startsWith("task-");

    List<SpanRecord> spans = spans(2);
    assertThat(only(spans, "order.ship").parentSpanId())
        .isEqualTo(only(spans, "http get /shipped").spanId());
  }

  @Test
  void exception_ofAHandler_isTheErrorOfItsSpan() throws Exception {
    assertThat(get("/broken").statusCode()).isEqualTo(500);

    List<SpanRecord> spans = spans(1);
    assertThat(only(spans, "http get /broken").status()).isEqualTo(StatusCode.ERROR);
    assertThat(spans).hasSize(1);
    assertThat(durations("/broken")).isEqualTo(1);
  }

  @Test
  void path_thatNobodyAnswers_isNoRoute() throws Exception {
    assertThat(get("/nowhere/4711").statusCode()).isEqualTo(404);

    assertThat(spans(1).get(0).name()).doesNotContain("4711");
    assertThat(page("").lines())
        .filteredOn(line -> line.startsWith("http_server_request"))
        .anyMatch(line -> line.contains("404"))
        .noneMatch(line -> line.contains("nowhere"));
  }

  @Test
  void scheduled_hasASpan() {
    assertThat(exporter.awaitSpans(1, PATIENCE)).isNotEmpty();
    assertThat(exporter.spans()).anyMatch(span -> span.name().equals("task orders.sweep"));
  }

  @Test
  void page_hasWhatBeansAndMicrometerRecord() throws Exception {
    get("/orders/us");

    assertThat(page(""))
        .contains("order_create_calls_total{order_country=\"us\"} 1\n")
        .contains("order_create_duration_seconds_count{order_country=\"us\"} 1\n")
        .contains("jvm_memory_used_bytes{area=\"heap\"")
        .contains("target_info{");
  }

  @Test
  void page_isInTheFormatThatIsAccepted() throws Exception {
    HttpResponse<String> openMetrics =
        send(
            to("/actuator/prometheus")
                .header("Accept", "application/openmetrics-text;version=1.0.0")
                .build());
    assertThat(openMetrics.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
    assertThat(openMetrics.body()).endsWith("# EOF\n");

    assertThat(page("?includedNames=jvm_info")).contains("jvm_info{").doesNotContain("jvm_memory");
  }

  @Test
  void indicators_ofTheActuator_areAmongTheMetrics_andNotTwiceInItsHealth() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String page;
    do {
      page = page("");
    } while (!(page.contains("health_check_up{check=\"ping\"} 1.0\n")
            && page.contains("health_check_up{check=\"livenessState\"} 1.0\n")
            && page.contains("health_check_up{check=\"readinessState\"} 1.0\n"))
        && System.nanoTime() < deadline);

    assertThat(page)
        .contains("health_check_up{check=\"ping\"} 1.0\n")
        .contains("health_check_up{check=\"livenessState\"} 1.0\n")
        .contains("health_check_up{check=\"readinessState\"} 1.0\n")
        .contains("health_check_state{check=\"ping\",health_check_state=\"up\"} 1\n")
        .doesNotContain("check=\"obs\"");
    assertThat(get("/actuator/health").body()).containsOnlyOnce("\"ping\"");
  }

  @Test
  void health_isDownWithACheckThatIs() throws Exception {
    assertThat(get("/actuator/health").body()).contains("\"obs\":{\"status\":\"UP\"}");

    context
        .getBean(Obs.class)
        .health()
        .add(HealthCheck.of("stock", Duration.ofSeconds(30), () -> false));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer;
    do {
      answer = get("/actuator/health");
    } while (answer.statusCode() == 200 && System.nanoTime() < deadline);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"stock\":{").contains("\"detail\":\"it says so\"");
  }

  /** The last one: it closes the application. */
  @Test
  @Order(Integer.MAX_VALUE)
  void close_whileARequestRuns_exportsItsSpan() throws Exception {
    assertThat(LINES.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains(" is down"))
        .allSatisfy(line -> assertThat(line).contains("The health check stock is down"));
    CompletableFuture<?> unused =
        CLIENT.sendAsync(request("/slow"), HttpResponse.BodyHandlers.discarding());
    OrderController controller = context.getBean(OrderController.class);
    controller.awaitSlow();
    Thread closing = new Thread(context::close, "closing");
    closing.start();
    while (!LINES.toString(StandardCharsets.UTF_8).contains("Commencing graceful shutdown")) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    controller.goOn();
    closing.join();

    assertThat(only(spans(1), "http get /slow").kind()).isEqualTo(SpanKind.SERVER);
  }
}
