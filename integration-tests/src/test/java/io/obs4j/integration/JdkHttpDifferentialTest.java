package io.obs4j.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.obs4j.context.ScopeLeakDetector;
import io.obs4j.core.Diagnostics;
import io.obs4j.http.HttpClientTelemetry;
import io.obs4j.http.HttpServerTelemetry;
import io.obs4j.judges.Waiting;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.instrumentation.javahttpserver.JavaHttpServerTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The JDK's server and client, observed by us and by OpenTelemetry's instrumentation libraries on
 * its SDK: the same spans, and the same durations. Left out is what only we record: requests under
 * way and sizes of bodies, which those libraries call experimental.
 */
@Timeout(120)
class JdkHttpDifferentialTest {

  private static final Diagnostics DIAGNOSTICS = Diagnostics.create();
  private static final ScopeLeakDetector SCOPES = ScopeLeakDetector.install(DIAGNOSTICS);

  private static final int EXPECTED_SPANS = 12;

  private record Recorded(String spans, List<String> durations) {}

  private static Recorded ours;
  private static Recorded theirs;

  @BeforeAll
  static void runOnBoth() throws Exception {
    HttpClient plain = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    try (OurTelemetry telemetry = new OurTelemetry()) {
      ours =
          run(
              telemetry,
              HttpServerTelemetry.of(telemetry.obs()).filter(),
              HttpClientTelemetry.of(telemetry.obs()).wrap(plain));
    }
    try (SdkTelemetry telemetry = new SdkTelemetry()) {
      theirs =
          run(
              telemetry,
              JavaHttpServerTelemetry.create(telemetry.api()).newFilter(),
              JavaHttpClientTelemetry.create(telemetry.api()).newHttpClient(plain));
    }
  }

  private static Recorded run(Telemetry telemetry, Filter filter, HttpClient client)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    try {
      context(server, "/tea", exchange -> answer(exchange, 200), filter);
      context(server, "/coffee", exchange -> answer(exchange, 404), filter);
      context(server, "/busy", exchange -> answer(exchange, 503), filter);
      context(server, "/gone", exchange -> exchange.sendResponseHeaders(204, -1), filter);
      server.start();
      int port = server.getAddress().getPort();
      for (String path : List.of("/tea?id=7&sig=abc", "/coffee", "/busy", "/gone")) {
        send(client, request(port, path).build());
      }
      send(client, request(port, "/tea").POST(BodyPublishers.ofString("milk")).build());
      send(client, request(port, "/tea").method("BREW", BodyPublishers.noBody()).build());
      String spans = SeenSpan.tree(telemetry.spans(EXPECTED_SPANS));
      return new Recorded(
          named(spans, port),
          telemetry.metrics().stream()
              .filter(line -> line.contains(".request.duration "))
              .map(line -> named(line, port))
              .toList());
    } finally {
      server.stop(0);
      threads.shutdown();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void context(HttpServer server, String path, HttpHandler handler, Filter filter) {
    server.createContext(path, handler).getFilters().add(filter);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      byte[] body = "body".getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .version(HttpClient.Version.HTTP_1_1);
  }

  private static void send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isPositive();
  }

  /** Without what differs from run to run, and the name of the library. */
  private static String named(String text, int port) {
    return text.replace(String.valueOf(port), "PORT")
        .replace("by io.opentelemetry.java-http-server", "by SCOPE")
        .replace("by io.opentelemetry.java-http-client", "by SCOPE")
        .replace("by io.obs4j.http", "by SCOPE");
  }

  @AfterAll
  static void scopesAreClosed() {
    assertThat(SCOPES.isActive()).isTrue();
    Waiting.until("the end of all scopes", () -> SCOPES.openScopes().isEmpty());
    assertThat(DIAGNOSTICS.faultCount(ScopeLeakDetector.FAULT)).isZero();
  }

  @Test
  void spans_areTheSame() {
    assertThat(ours.spans).isEqualTo(theirs.spans);
    assertThat(ours.spans.lines()).hasSize(EXPECTED_SPANS);
  }

  @Test
  void durations_areTheSame() {
    assertThat(ours.durations).isEqualTo(theirs.durations).hasSize(EXPECTED_SPANS);
  }
}
