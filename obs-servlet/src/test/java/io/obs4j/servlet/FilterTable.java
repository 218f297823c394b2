package io.obs4j.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.sun.net.httpserver.HttpServer;
import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.obs4j.export.prometheus.PrometheusHandler;
import io.obs4j.http.HttpServerTelemetry;
import io.obs4j.judges.Waiting;
import io.obs4j.logging.LogStream;
import io.obs4j.logging.Logging;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of requests to the {@link Shop}, the same in every container. */
@TestInstance(PER_CLASS)
@Timeout(120)
abstract class FilterTable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COUNT = "http_server_request_duration_seconds_count{";
  private static final String ACTIVE = "http_server_active_requests{";
  private static final String SIZE = "http_server_response_body_size_bytes_sum{";

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final PrometheusHandler metrics =
      PrometheusEndpoint.builder().writer(options -> options.scopeLabels(false)).handler();
  private final KeptLines lines = new KeptLines();
  private final Logging logging = Logging.builder().stream(LogStream.ACCESS, lines).build();
  private final Shop shop = new Shop();
  private Obs obs;
  private HttpServerTelemetry http;
  private TestContainer container;

  abstract TestContainer start(Path directory, ServletContainerInitializer application);

  @BeforeAll
  void start(@TempDir Path directory) {
    obs =
        Obs.builder()
            .service("shop", "1")
            .environment(Map.of())
            .diagnostics(Diagnostics.create())
            .export(exporter)
            .export(metrics)
            .start();
    container = start(directory, (handled, context) -> deploy(context));
  }

  private void deploy(ServletContext context) {
    http =
        HttpServerTelemetry.builder(obs)
            .requestHeaders("X-Tenant")
            .responseHeaders("X-Kind")
            .accessLog(logging.accessLog())
            .build();
    assertThat(ObsFilter.of(http).addTo(context)).isNotNull();
    assertThat(ObsFilter.of(http).addTo(context)).isNull();
    FilterRegistration.Dynamic second = context.addFilter("second", ObsFilter.of(obs));
    second.setAsyncSupported(true);
    second.addMappingForUrlPatterns(null, true, "/*");
    context.addServlet("metrics", new MetricsServlet(metrics)).addMapping("/metrics");
    context.addServlet("ready", HealthServlet.ready(obs.health())).addMapping("/-/ready");
    context.addServlet("live", HealthServlet.live(obs.health())).addMapping("/-/live");
    shop.addTo(context);
  }

  @AfterAll
  void stop() {
    shop.gone.countDown();
    container.close();
    obs.close();
    logging.close();
  }

  @BeforeEach
  void forget() {
    exporter.clear();
    lines.kept.clear();
  }

  /** The span of the only request, once it has ended and nothing is under way. */
  private SpanRecord span() {
    SpanRecord span = exporter.awaitSpans(1, PATIENCE).get(0);
    Waiting.until("no active request", () -> sum(ACTIVE, "") == 0);
    assertThat(exporter.spans()).hasSize(1);
    assertThat(lines.kept).hasSize(1);
    return span;
  }

  private static Map<String, String> attributes(SpanRecord span) {
    Map<String, String> sorted = new TreeMap<>();
    span.attributes().forEach((key, value) -> sorted.put(key.getKey(), value.toString()));
    return sorted;
  }

  private String page() {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      metrics.write(page, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toString(UTF_8);
  }

  /** The sum of the samples whose name and labels begin and hold what is given. */
  private double sum(String begin, String label) {
    return page()
        .lines()
        .filter(line -> line.startsWith(begin) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @ParameterizedTest
  @CsvSource({
    // request, name of the span, status, error, exceptions, bytes of the body or empty
    "GET /tea, GET /shop/tea, 200, , 0, 3",
    "HEAD /tea, HEAD /shop/tea, 200, , 0, 0",
    "BREW /tea, HTTP /shop/tea, 200, , 0, 3",
    "GET /busy, GET /shop/busy, 503, 503, 0, 4",
    "GET /orders, GET /shop/orders/*, 200, , 0, 5",
    "GET /orders/17, GET /shop/orders/{id}, 200, , 0, 5",
    "GET /told/17, GET /shop/told/{id}, 200, , 0, 4",
    "GET /x/y.do, GET /shop/*.do, 200, , 0, 4",
    "GET /stream, GET /shop/stream, 200, , 0, 196609",
    "GET /again, GET /shop/again, 200, , 0, 3",
    "GET /moved, GET /shop/moved, 302, , 0, 0",
    "GET /conflict, GET /shop/conflict, 409, , 0, ",
    "GET /teapot, GET /shop/teapot, 418, , 0, ",
    "GET /fail, GET /shop/fail, 500, java.lang.IllegalStateException, 1, ",
    "GET /wrapped, GET /shop/wrapped, 500, java.lang.IllegalStateException, 1, ",
    "GET /answered, GET /shop/answered, 500, java.lang.IllegalStateException, 1, 14",
    "GET /forward, GET /shop/forward, 200, , 0, 3",
    "GET /include, GET /shop/include, 200, , 0, 12",
    "GET /async/complete, GET /shop/async/complete, 201, , 0, ",
    "GET /async/wrapped, GET /shop/async/wrapped, 200, , 0, 8",
    "GET /async/dispatch, GET /shop/async/{how}, 202, , 0, 8",
    "GET /async/twice, GET /shop/async/twice, 200, , 0, 5",
    "GET /async/fail, GET /shop/async/fail, 500, java.lang.IllegalStateException, 1, ",
    "GET /async/timeout, GET /shop/async/timeout, 500, java.util.concurrent.TimeoutException, 1, ",
    "GET /async/late, GET /shop/async/late, 200, , 0, ",
  })
  final void request_isTracedMeasuredAndLoggedOnce(
      String request, String name, int status, String error, int exceptions, Long bytes)
      throws IOException {
    String route = name.substring(name.indexOf(' ') + 1);
    String label = "http_route=\"" + route + '"';
    double before = sum(COUNT, label);
    double sent = sum(SIZE, label);

    String answer = container.send(request.replace(" /", " /shop/") + " HTTP/1.1");

    assertThat(answer).startsWith("HTTP/1.1 " + status + ' ');
    SpanRecord span = span();
    assertThat(span.name()).isEqualTo(name);
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.status()).isEqualTo(error == null ? StatusCode.UNSET : StatusCode.ERROR);
    assertThat(span.events()).hasSize(exceptions);
    Map<String, String> attributes = attributes(span);
    assertThat(attributes)
        .containsEntry("http.route", route)
        .containsEntry("http.response.status_code", Integer.toString(status));
    assertThat(attributes.get("error.type")).isEqualTo(error);
    assertThat(sum(COUNT, label) - before).isEqualTo(1);
    if (bytes != null) {
      assertThat(sum(SIZE, label) - sent).isEqualTo(bytes.doubleValue());
      assertThat(lines.kept.get(0)).contains("\"http.response.body.size\":" + bytes);
    } else {
      assertThat(lines.kept.get(0)).doesNotContain("http.response.body.size");
    }
    assertThat(lines.kept.get(0))
        .contains(route, span.traceIdHex(), span.spanIdHex())
        .contains("\"http.response.status_code\":" + status);
  }

  @Test
  void request_hasTheAttributesOfTheConventions() throws IOException {
    container.sendBody(
        "milk",
        "POST /shop/tea;jsessionid=abc?id=7&sig=abc HTTP/1.1",
        "User-Agent: curl/8",
        "X-Tenant: acme",
        "Content-Length: 4",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    SpanRecord span = span();
    assertThat(span.traceIdHex()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.parentSpanIdHex()).isEqualTo("b7ad6b7169203331");
    Map<String, String> attributes = attributes(span);
    assertThat(attributes.remove("network.peer.port")).matches("[1-9]\\d*");
    assertThat(attributes.toString())
        .isEqualTo(
            "{client.address=127.0.0.1, http.request.header.x-tenant=[acme],"
                + " http.request.method=POST, http.response.header.x-kind=[tea],"
                + " http.response.status_code=200, http.route=/shop/tea,"
                + " network.peer.address=127.0.0.1, network.protocol.version=1.1,"
                + " server.address=shop.example, server.port=8080, url.path=/shop/tea,"
                + " url.query=id=7&sig=REDACTED, url.scheme=http, user_agent.original=curl/8}");
    assertThat(page())
        .contains(
            "http_server_request_body_size_bytes_sum{http_request_method=\"POST\","
                + "http_response_status_code=\"200\",http_route=\"/shop/tea\","
                + "network_protocol_version=\"1.1\",url_scheme=\"http\"} 4.0");
  }

  /** The same series, too: it has one duration of each. */
  @ParameterizedTest
  @CsvSource({
    "GET /shop/tea?id=7&sig=x, 200",
    "HEAD /shop/tea, 200",
    "BREW /shop/tea, 200",
    "GET /shop/busy, 503"
  })
  void request_isToldAsByTheFilterOfTheJdk(String request, int status) throws IOException {
    String line = request + " HTTP/1.1";
    container.send(line, "User-Agent: curl/8", "X-Tenant: acme");
    SpanRecord here = span();
    long series = page().lines().filter(sample -> sample.startsWith(COUNT)).count();
    forget();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server
        .createContext(
            request.substring(request.indexOf(' ') + 1).replaceFirst("[?].*", ""),
            exchange -> {
              exchange.getResponseHeaders().set("X-Kind", "tea");
              exchange.sendResponseHeaders(status, -1);
              exchange.close();
            })
        .getFilters()
        .add(http.filter());
    server.start();
    try (TestContainer jdk = new JdkContainer(server)) {
      jdk.send(line, "User-Agent: curl/8", "X-Tenant: acme");
      SpanRecord there = span();

      assertThat(here.name()).isEqualTo(there.name());
      assertThat(here.status()).isEqualTo(there.status());
      assertThat(withoutPort(here)).isEqualTo(withoutPort(there));
      assertThat(page().lines().filter(sample -> sample.startsWith(COUNT))).hasSize((int) series);
    }
  }

  private static Map<String, String> withoutPort(SpanRecord span) {
    Map<String, String> attributes = attributes(span);
    attributes.remove("network.peer.port");
    return attributes;
  }

  /** The JDK's server, which is no container. */
  private record JdkContainer(HttpServer server) implements TestContainer {

    @Override
    public int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void unknownPath_hasNoRoute() throws IOException {
    assertThat(container.get("/nothing/17")).startsWith("HTTP/1.1 404");

    SpanRecord span = span();
    assertThat(span.name()).isEqualTo("GET");
    assertThat(attributes(span)).doesNotContainKeys("http.route", "error.type");
    assertThat(page()).doesNotContain("/nothing");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "ISO-8859-1", "UTF-16BE"})
  void text_isCountedInBytes(String charset) throws IOException {
    byte[] answer = container.exchange("", "GET /shop/text?charset=" + charset + " HTTP/1.1");
    span();

    String bytes = new String(answer, ISO_8859_1);
    assertThat(bytes).containsIgnoringCase(";charset=" + charset);
    String body = bytes.substring(bytes.indexOf("\r\n\r\n") + 4);
    assertThat(new String(body.getBytes(ISO_8859_1), Charset.forName(charset)))
        .isEqualTo("\u00e4" + System.lineSeparator() + "truexbc17-\u00fc");
    assertThat(lines.kept.get(0)).contains("\"http.response.body.size\":" + body.length() + ',');
  }

  @Test
  void errorPage_isPartOfItsRequest() throws IOException {
    assertThat(container.get("/teapot")).endsWith("sorry");

    assertThat(shop.current.get()).isEqualTo(span().spanIdHex());
    assertThat(page()).doesNotContain("/shop/error", "/shop/oops");
  }

  @ParameterizedTest
  @CsvSource({"/async/complete", "/async/dispatch"})
  void otherThread_findsTheSpan(String path) throws IOException {
    container.get(path);

    assertThat(shop.current.get()).isEqualTo(span().spanIdHex());
  }

  @Test
  void client_thatGoesAway_endsItsRequestAsAnError() throws IOException {
    try (Socket socket = container.connect()) {
      socket
          .getOutputStream()
          .write("GET /shop/endless HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      assertThat(sum(ACTIVE, "")).isEqualTo(1);
      socket.setSoLinger(true, 0);
    }
    shop.gone.countDown();

    assertThat(attributes(span()))
        .containsEntry("http.response.status_code", "200")
        .hasEntrySatisfying("error.type", type -> assertThat(type).endsWith("Exception"));
  }

  @Test
  void metrics_areServed() throws IOException {
    String text = container.get("/metrics?name%5B%5D=http.server.active_requests");
    assertThat(text)
        .startsWith("HTTP/1.1 200")
        .containsPattern("(?i)content-type: text/plain; ?version=0.0.4")
        .contains("http_server_active_requests")
        .doesNotContain("http_server_request_duration");
    assertThat(container.send("GET /shop/metrics HTTP/1.1", "Accept: application/openmetrics-text"))
        .contains("# EOF\n");
    assertThat(container.send("GET /shop/metrics HTTP/1.1", "Accept-Encoding: gzip"))
        .containsIgnoringCase("content-encoding: gzip");
    assertThat(container.send("HEAD /shop/metrics HTTP/1.1")).endsWith("\r\n\r\n");
    assertThat(container.send("POST /shop/metrics HTTP/1.1", "Content-Length: 0"))
        .startsWith("HTTP/1.1 405");
    assertThat(exporter.awaitSpans(5, PATIENCE)).hasSize(5);
  }

  @Test
  void probes_areAnswered() throws IOException {
    assertThat(container.get("/-/ready")).contains("{\"ready\":true,\"checks\":[]}");
    assertThat(container.get("/-/live")).contains("{\"live\":true,\"checks\":[]}");
    assertThat(exporter.awaitSpans(2, PATIENCE)).hasSize(2);
  }

  private static final class KeptLines implements LogSink {
    final List<String> kept = new CopyOnWriteArrayList<>();

    @Override
    public void start(Diagnostics diagnostics) {}

    @Override
    public void write(byte[] bytes, int offset, int length, LogLevel level) {
      kept.add(new String(bytes, offset, length, UTF_8));
    }

    @Override
    public boolean flush(Duration limit) {
      return true;
    }

    @Override
    public void close(Duration limit) {}
  }
}
