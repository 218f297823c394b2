package io.obs4j.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.context.ContextPropagation;
import io.obs4j.context.ScopeLeakDetector;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.export.prometheus.PrometheusWriter;
import io.obs4j.judges.Judge;
import io.obs4j.judges.Waiting;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client, a server and a database under OpenTelemetry's instrumentation libraries: what we record
 * is complete, and the same as what the SDK does.
 */
@Timeout(120)
class InstrumentationLibrariesTest {

  private static final Diagnostics DIAGNOSTICS = Diagnostics.create();
  private static final ScopeLeakDetector SCOPES = ScopeLeakDetector.install(DIAGNOSTICS);

  private static final int EXPECTED_SPANS = 14;

  private record Recorded(String spans, List<String> metrics, List<SeenSpan> each) {}

  @AfterAll
  static void scopesAreClosed() {
    assertThat(SCOPES.isActive()).isTrue();
    Waiting.until("the end of all scopes", () -> SCOPES.openScopes().isEmpty());
    assertThat(DIAGNOSTICS.faultCount(ScopeLeakDetector.FAULT)).isZero();
  }

  private static Recorded ours;
  private static Recorded theirs;
  private static PrometheusWriter writer;

  @BeforeAll
  static void runOnBoth() throws Exception {
    try (OurTelemetry telemetry = new OurTelemetry()) {
      ours = run(telemetry);
      writer =
          PrometheusWriter.of(
              telemetry.engine(), Resource.builder().build(), telemetry.engine().diagnostics());
    }
    try (SdkTelemetry telemetry = new SdkTelemetry()) {
      theirs = run(telemetry);
    }
  }

  private static String page(String accept) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    writer.write(page, accept);
    return page.toString(UTF_8);
  }

  /** Asks for what is there, is not there, is broken, and for a server that is not there. */
  private static Recorded run(Telemetry telemetry) throws Exception {
    OpenTelemetry api = telemetry.api();
    Tracer tracer = api.getTracer("shop");
    HttpClient client =
        JavaHttpClientTelemetry.create(api).newHttpClient(HttpClient.newHttpClient());
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    int port;
    try (Stock stock = new Stock(api)) {
      port = stock.uri("/").getPort();
      Span checkout = tracer.spanBuilder("checkout").startSpan();
      try (Scope current = checkout.makeCurrent()) {
        assertThat(current).isNotNull();
        assertThat(get(client, stock.uri("/tea"))).isEqualTo("200 7");
        assertThat(get(client, stock.uri("/coffee"))).isEqualTo("404 no such item");
        assertThat(get(client, stock.uri("/broken"))).isEqualTo("500 broken");
        assertThat(get(client, URI.create("http://127.0.0.1:" + nobody + "/tea")))
            .isEqualTo("java.net.ConnectException");
        ContextPropagation.wrap(
                client.sendAsync(request(stock.uri("/tea")), BodyHandlers.ofString()))
            .thenAccept(response -> tracer.spanBuilder("reserve").startSpan().end())
            .join();
      } finally {
        checkout.end();
      }
      List<SeenSpan> spans = telemetry.spans(EXPECTED_SPANS);
      String tree = SeenSpan.tree(spans);
      return new Recorded(
          named(tree, port, nobody),
          telemetry.metrics().stream().map(line -> named(line, port, nobody)).toList(),
          spans);
    }
  }

  private static String named(String text, int port, int nobody) {
    return text.replace(String.valueOf(port), "PORT")
        .replace(String.valueOf(nobody), "NOBODY")
        .replace(System.getProperty("java.version"), "JDK")
        .replace("SQL statement:\n", "SQL statement: ");
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
  }

  private static String get(HttpClient client, URI uri) throws InterruptedException {
    try {
      HttpResponse<String> response = client.send(request(uri), BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      return e.getClass().getName();
    }
  }

  @Test
  void spans_arriveComplete() {
    assertThat(ours.spans)
        .isEqualTo(
            """
            checkout INTERNAL by shop {}
            #GET CLIENT ERROR by io.opentelemetry.java-http-client {error.type=404, http.request.method=GET, http.response.status_code=404, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT, url.full=http://127.0.0.1:PORT/coffee}
            ##GET <- SERVER by io.opentelemetry.netty-4.1 {client.address=127.0.0.1, http.request.method=GET, http.response.status_code=404, network.peer.address=127.0.0.1, network.peer.port=PEER, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT, url.path=/coffee, url.scheme=http, user_agent.original=Java-http-client/JDK}
            #GET CLIENT ERROR by io.opentelemetry.java-http-client {error.type=500, http.request.method=GET, http.response.status_code=500, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT, url.full=http://127.0.0.1:PORT/broken}
            ##GET <- SERVER ERROR by io.opentelemetry.netty-4.1 {client.address=127.0.0.1, error.type=500, http.request.method=GET, http.response.status_code=500, network.peer.address=127.0.0.1, network.peer.port=PEER, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT, url.path=/broken, url.scheme=http, user_agent.original=Java-http-client/JDK}
            ###SELECT item CLIENT ERROR by io.opentelemetry.jdbc {db.namespace=stock, db.query.summary=SELECT item, db.query.text=SELECT price FROM item, db.system.name=h2database, error.type=42122}
            ####! exception {exception.message=Column "PRICE" not found; SQL statement: SELECT price FROM item [42122-232], exception.stacktrace=..., exception.type=org.h2.jdbc.JdbcSQLSyntaxErrorException}
            #GET CLIENT ERROR by io.opentelemetry.java-http-client {error.type=java.net.ConnectException, http.request.method=GET, network.protocol.version=1.1, server.address=127.0.0.1, server.port=NOBODY, url.full=http://127.0.0.1:NOBODY/tea}
            ##! exception {exception.stacktrace=..., exception.type=java.net.ConnectException}
            #GET CLIENT by io.opentelemetry.java-http-client {http.request.method=GET, http.response.status_code=200, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT, url.full=http://127.0.0.1:PORT/tea}
            ##GET <- SERVER by io.opentelemetry.netty-4.1 {client.address=127.0.0.1, http.request.method=GET, http.response.status_code=200, network.peer.address=127.0.0.1, network.peer.port=PEER, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT, url.path=/tea, url.scheme=http, user_agent.original=Java-http-client/JDK}
            ###SELECT item CLIENT by io.opentelemetry.jdbc {db.namespace=stock, db.query.summary=SELECT item, db.query.text=SELECT stock FROM item WHERE name = ?, db.system.name=h2database}
            #GET CLIENT by io.opentelemetry.java-http-client {http.request.method=GET, http.response.status_code=200, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT, url.full=http://127.0.0.1:PORT/tea}
            ##GET <- SERVER by io.opentelemetry.netty-4.1 {client.address=127.0.0.1, http.request.method=GET, http.response.status_code=200, network.peer.address=127.0.0.1, network.peer.port=PEER, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT, url.path=/tea, url.scheme=http, user_agent.original=Java-http-client/JDK}
            ###SELECT item CLIENT by io.opentelemetry.jdbc {db.namespace=stock, db.query.summary=SELECT item, db.query.text=SELECT stock FROM item WHERE name = ?, db.system.name=h2database}
            #reserve INTERNAL by shop {}
            """
                .replace("#", "  "));
  }

  @Test
  void spans_takeTimeInOneTrace() {
    assertThat(ours.each).extracting(SeenSpan::traceId).containsOnly(ours.each.get(0).traceId());
    assertThat(ours.each).extracting(SeenSpan::nanos).allMatch(nanos -> nanos > 0);
  }

  @Test
  void metrics_arriveComplete() {
    String http =
        ", positive, [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5,"
            + " 10.0]";
    String database = ", positive, [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0]";
    assertThat(String.join("\n", ours.metrics) + '\n')
        .isEqualTo(
            """
            db.client.operation.duration HISTOGRAM [s] by io.opentelemetry.jdbc {db.namespace=stock, db.query.summary=SELECT item, db.system.name=h2database, error.type=42122} 1 values$DB
            db.client.operation.duration HISTOGRAM [s] by io.opentelemetry.jdbc {db.namespace=stock, db.query.summary=SELECT item, db.system.name=h2database} 2 values$DB
            http.client.request.duration HISTOGRAM [s] by io.opentelemetry.java-http-client {error.type=404, http.request.method=GET, http.response.status_code=404, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT} 1 values$HTTP
            http.client.request.duration HISTOGRAM [s] by io.opentelemetry.java-http-client {error.type=500, http.request.method=GET, http.response.status_code=500, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT} 1 values$HTTP
            http.client.request.duration HISTOGRAM [s] by io.opentelemetry.java-http-client {error.type=java.net.ConnectException, http.request.method=GET, network.protocol.version=1.1, server.address=127.0.0.1, server.port=NOBODY} 1 values$HTTP
            http.client.request.duration HISTOGRAM [s] by io.opentelemetry.java-http-client {http.request.method=GET, http.response.status_code=200, network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT} 2 values$HTTP
            http.server.request.duration HISTOGRAM [s] by io.opentelemetry.netty-4.1 {error.type=500, http.request.method=GET, http.response.status_code=500, network.protocol.version=1.1, url.scheme=http} 1 values$HTTP
            http.server.request.duration HISTOGRAM [s] by io.opentelemetry.netty-4.1 {http.request.method=GET, http.response.status_code=200, network.protocol.version=1.1, url.scheme=http} 2 values$HTTP
            http.server.request.duration HISTOGRAM [s] by io.opentelemetry.netty-4.1 {http.request.method=GET, http.response.status_code=404, network.protocol.version=1.1, url.scheme=http} 1 values$HTTP
            """
                .replace("$HTTP", http)
                .replace("$DB", database));
  }

  @Test
  void spansAndMetrics_areThoseOfTheSdk() {
    assertThat(ours.spans).isEqualTo(theirs.spans);
    assertThat(ours.metrics).isEqualTo(theirs.metrics);
  }

  @Test
  void exemplars_nameTheTrace() throws Exception {
    assertThat(page("application/openmetrics-text; version=1.0.0"))
        .containsPattern("http_client_request_duration_seconds_bucket.* # \\{.*" + traceId());
  }

  private static String traceId() {
    return "trace_id=\"" + ours.each.get(0).traceId() + '"';
  }

  @Test
  void page_isCleanToPromtool() throws Exception {
    String text = page("text/plain; version=0.0.4");
    Process promtool =
        new ProcessBuilder(Judge.find("promtool").toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(text.getBytes(UTF_8));
    }
    String findings = new String(promtool.getInputStream().readAllBytes(), UTF_8);

    assertThat(findings).isEmpty();
    assertThat(promtool.waitFor()).isZero();
    assertThat(text)
        .containsPattern("http_server_request_duration_seconds_count\\{.*status_code=\"200\".*} 2")
        .contains("\ndb_client_operation_duration_seconds_bucket{");
  }
}
