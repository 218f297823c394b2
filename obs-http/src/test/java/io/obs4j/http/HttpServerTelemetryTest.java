package io.obs4j.http;

import static io.obs4j.http.Recorded.attributes;
import static io.obs4j.http.TestServer.answer;
import static io.obs4j.http.TestServer.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import io.obs4j.core.ServerRequest;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of requests that pass the filter. */
@Timeout(120)
class HttpServerTelemetryTest {

  private static final String DURATION = "http.server.request.duration";
  private static final String ACTIVE = "http.server.active_requests";
  private static final String OK_ORDERS =
      "{http.request.method=GET, http.response.status_code=200, http.route=/orders,"
          + " network.protocol.version=1.1, url.scheme=http}";

  private final Recorded recorded = new Recorded();
  private final HttpServerTelemetry http = HttpServerTelemetry.of(recorded.obs);
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void close() {
    server.close();
    recorded.close();
  }

  @Test
  void request_isTracedByTheConventions() throws IOException {
    server.with("/orders", answering(200, "tea"), http.filter());

    server.send(
        "GET /orders?id=7&sig=abc HTTP/1.1",
        "Host: shop.example:8080",
        "User-Agent: curl/8",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    SpanRecord span = recorded.span();
    assertThat(span.name()).isEqualTo("GET /orders");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.traceIdHex()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.parentSpanIdHex()).isEqualTo("b7ad6b7169203331");
    assertThat(span.status()).isEqualTo(StatusCode.UNSET);
    Map<String, String> attributes = attributes(span);
    assertThat(attributes.remove("network.peer.port")).matches("\\d+");
    assertThat(attributes.toString())
        .isEqualTo(
            "{client.address=127.0.0.1, http.request.method=GET, http.response.status_code=200,"
                + " http.route=/orders, network.peer.address=127.0.0.1,"
                + " network.protocol.version=1.1, server.address=shop.example, server.port=8080,"
                + " url.path=/orders, url.query=id=7&sig=REDACTED, url.scheme=http,"
                + " user_agent.original=curl/8}");
  }

  @ParameterizedTest
  @CsvSource({
    "[2001:db8::1]:8080, 2001:db8::1, 8080",
    "[2001:db8::1], 2001:db8::1, 80",
    "192.0.2.1:8080, 192.0.2.1, 8080",
    "shop.example, shop.example, 80",
  })
  void address_ofTheServer_hasNeitherBracketsNorPort(String host, String address, String port)
      throws IOException {
    server.with("/orders", answering(200, "tea"), http.filter());

    server.send("GET /orders HTTP/1.1", "Host: " + host);

    assertThat(attributes(recorded.span()))
        .containsEntry("server.address", address)
        .containsEntry("server.port", port);
  }

  @Test
  void request_isMeasuredByTheConventions() throws IOException {
    server.with("/orders", answering(200, "tea"), http.filter());

    server.sendBody("milk", "POST /orders HTTP/1.1", "Content-Length: 4");
    recorded.span();

    String series = OK_ORDERS.replace("GET", "POST");
    assertThat(recorded.metric(DURATION)).isEqualTo(Map.of(series, "1"));
    assertThat(recorded.metric("http.server.request.body.size"))
        .isEqualTo(Map.of(series, "1 of 4"));
    assertThat(recorded.metric("http.server.response.body.size"))
        .isEqualTo(Map.of(series, "1 of 3"));
    assertThat(recorded.metric(ACTIVE))
        .isEqualTo(Map.of("{http.request.method=POST, url.scheme=http}", "0"));
  }

  @Test
  void request_whileItIsServed_isActive() throws Exception {
    CompletableFuture<Map<String, String>> active = new CompletableFuture<>();
    server.with(
        "/orders",
        exchange -> {
          active.complete(recorded.metric(ACTIVE));
          answer(exchange, 200, "tea");
        },
        http.filter());

    server.get("/orders");

    assertThat(active.get(30, TimeUnit.SECONDS).values()).containsExactly("1");
    recorded.span();
    assertThat(recorded.metric(ACTIVE).values()).containsExactly("0");
  }

  @Test
  void bodySizes_switchedOff_areNotRecorded() throws IOException {
    Filter filter = HttpServerTelemetry.builder(recorded.obs).bodySizes(false).build().filter();
    server.with("/orders", answering(200, "tea"), filter);

    server.get("/orders");
    recorded.span();

    assertThat(recorded.metric("http.server.response.body.size")).isEmpty();
    assertThat(recorded.metric(DURATION)).hasSize(1);
  }

  @Test
  void requestBody_ofUnknownLength_isCounted() throws IOException {
    server.with(
        "/orders",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          answer(exchange, 200, "");
        },
        http.filter());

    server.sendBody(
        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "POST /orders HTTP/1.1", "Transfer-Encoding: chunked");
    recorded.span();

    assertThat(recorded.metric("http.server.request.body.size").values()).containsExactly("1 of 5");
    assertThat(recorded.metric("http.server.response.body.size").values())
        .containsExactly("1 of 0");
  }

  @Test
  void method_thatIsNotKnown_isOther() throws IOException {
    server.with("/orders", answering(200, "tea"), http.filter());

    server.send("BREW /orders HTTP/1.0");

    SpanRecord span = recorded.span();
    assertThat(span.name()).isEqualTo("HTTP /orders");
    assertThat(attributes(span))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "BREW")
        .containsEntry("network.protocol.version", "1.0")
        .doesNotContainKey("server.address");
    assertThat(recorded.metric(DURATION).keySet().toString())
        .contains("http.request.method=_OTHER")
        .doesNotContain("BREW");
  }

  @Test
  void rootContext_forAnotherPath_hasNoRoute() throws IOException {
    server.with("/", answering(404, "nothing"), http.filter());

    server.get("/x/17");

    assertThat(recorded.span().name()).isEqualTo("GET");
    assertThat(attributes(recorded.span())).doesNotContainKey("http.route");
    assertThat(recorded.metric(DURATION).keySet())
        .containsExactly(
            "{http.request.method=GET, http.response.status_code=404,"
                + " network.protocol.version=1.1, url.scheme=http}");
  }

  @Test
  void route_ofTheHandler_namesSpanAndSeries() throws IOException {
    server.with(
        "/",
        exchange -> {
          HttpServerTelemetry.request(exchange).route("/orders/{id}");
          answer(exchange, 200, "tea");
        },
        http.filter());

    server.get("/orders/17");

    assertThat(recorded.span().name()).isEqualTo("GET /orders/{id}");
    assertThat(attributes(recorded.span())).containsEntry("http.route", "/orders/{id}");
    assertThat(recorded.metric(DURATION).keySet().toString())
        .contains("http.route=/orders/{id}")
        .doesNotContain("17");
  }

  @Test
  void route_ofTheFilter_standsForItsContext() throws IOException {
    server.with("/orders/", answering(200, "tea"), http.filter("/orders/{id}"));

    server.get("/orders/17");

    assertThat(recorded.span().name()).isEqualTo("GET /orders/{id}");
  }

  @Test
  void status_ofTheServersFault_isAnError() throws IOException {
    server.with("/orders", answering(503, "busy"), http.filter());

    server.get("/orders");

    assertThat(recorded.span().status()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(recorded.span())).containsEntry("error.type", "503");
    assertThat(recorded.metric(DURATION).keySet().toString()).contains("error.type=503");
  }

  @Test
  void status_ofTheClientsFault_isNone() throws IOException {
    server.with("/orders", answering(404, "nothing"), http.filter());

    server.get("/orders");

    assertThat(recorded.span().status()).isEqualTo(StatusCode.UNSET);
    assertThat(attributes(recorded.span())).doesNotContainKey("error.type");
  }

  @Test
  void exception_ofTheHandler_isRecordedAndGoesOn() throws IOException {
    HttpHandler failing =
        exchange -> {
          throw new IllegalStateException("planted");
        };
    server.with("/orders", failing, http.filter());

    assertThat(server.get("/orders")).isEmpty();

    SpanRecord span = recorded.span();
    assertThat(span.status()).isEqualTo(StatusCode.ERROR);
    assertThat(span.events()).hasSize(1);
    assertThat(attributes(span))
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .doesNotContainKey("http.response.status_code");
    assertThat(recorded.metric(DURATION).keySet().toString())
        .contains("error.type=java.lang.IllegalStateException");
    assertThat(recorded.metric(ACTIVE).values()).containsExactly("0");
  }

  @Test
  void fail_ofAnExceptionThatIsAnswered_isRecorded() throws IOException {
    server.with(
        "/orders",
        exchange -> {
          HttpServerTelemetry.request(exchange).fail(new IllegalStateException("planted"));
          answer(exchange, 500, "internal error");
        },
        http.filter());

    assertThat(server.get("/orders")).contains("internal error");

    assertThat(recorded.span().events()).hasSize(1);
    assertThat(attributes(recorded.span()))
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .containsEntry("http.response.status_code", "500");
  }

  @Test
  void exchange_closedWithoutAResponse_isAnError() throws IOException {
    server.with("/orders", HttpExchange::close, http.filter());

    assertThat(server.get("/orders")).isEmpty();

    assertThat(attributes(recorded.span())).containsEntry("error.type", "no_response");
    assertThat(recorded.metric("http.server.response.body.size")).isEmpty();
  }

  @Test
  void handler_answeringLater_endsTheSpanThen() throws Exception {
    AtomicReference<HttpExchange> later = new AtomicReference<>();
    CompletableFuture<Void> returned = new CompletableFuture<>();
    Filter after =
        Filter.afterHandler("tells that the handler has returned", e -> returned.complete(null));
    server.with("/orders", later::set, after, http.filter());

    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> quietly("/orders"));
    returned.get(30, TimeUnit.SECONDS);
    assertThat(recorded.metric(ACTIVE).values()).containsExactly("1");
    assertThat(recorded.metric(DURATION)).isEmpty();

    Span current;
    try (Scope scope = HttpServerTelemetry.request(later.get()).context().makeCurrent()) {
      assertThat(scope).isNotNull();
      current = Span.current();
      answer(later.get(), 200, "late tea");
    }

    assertThat(answer.get(30, TimeUnit.SECONDS)).endsWith("late tea");
    assertThat(recorded.span().spanIdHex()).isEqualTo(current.getSpanContext().getSpanId());
    assertThat(recorded.metric(DURATION)).isEqualTo(Map.of(OK_ORDERS, "1"));
  }

  @Test
  void handler_answeringLaterBehindAnAuthenticator_isNoError() throws Exception {
    AtomicReference<HttpExchange> later = new AtomicReference<>();
    server.with("/orders", later::set, http.filter()).authenticatedBy("/orders", new Anybody());

    CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> quietly("/orders"));
    SpanRecord span = recorded.span();
    answer(later.get(), 200, "late tea");

    assertThat(answer.get(30, TimeUnit.SECONDS)).endsWith("late tea");
    assertThat(attributes(span)).doesNotContainKeys("error.type", "http.response.status_code");
    assertThat(recorded.metric(DURATION)).hasSize(1);
  }

  /** Lets everybody in. */
  private static final class Anybody extends Authenticator {
    @Override
    public Result authenticate(HttpExchange exchange) {
      return new Success(new HttpPrincipal("anybody", "shop"));
    }
  }

  private String quietly(String path) {
    try {
      return server.get(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void request_isFoundInTheContextOfItsHandler() throws IOException {
    server.with(
        "/",
        exchange -> {
          ServerRequest.current().route("/orders/{id}");
          answer(exchange, 200, "tea");
        },
        http.filter());

    server.get("/orders/17");

    assertThat(recorded.span().name()).isEqualTo("GET /orders/{id}");
  }

  @Test
  void response_withoutABody_endsWithItsHead() throws IOException {
    server.with("/orders", exchange -> exchange.sendResponseHeaders(204, -1), http.filter());

    server.get("/orders");

    assertThat(attributes(recorded.span())).containsEntry("http.response.status_code", "204");
  }

  @Test
  void head_endsWithItsHead() throws IOException {
    server.with("/orders", exchange -> exchange.sendResponseHeaders(200, 3), http.filter());

    server.send("HEAD /orders HTTP/1.1");

    assertThat(recorded.span().name()).isEqualTo("HEAD /orders");
  }

  @Test
  void filter_withinAnother_observesNothingAgain() throws IOException {
    Filter anothers = HttpServerTelemetry.of(recorded.obs).filter("/orders/{id}");
    server.with("/orders", answering(200, "tea"), http.filter(), http.filter(), anothers);

    server.get("/orders");
    server.get("/orders");

    assertThat(recorded.spans(2))
        .extracting(SpanRecord::name)
        .hasSize(2)
        .containsOnly("GET /orders/{id}");
    assertThat(recorded.metric(DURATION).values()).containsExactly("2");
    assertThat(recorded.metric(ACTIVE).values()).containsExactly("0");
  }

  @Test
  void filter_withinTheServerSpanOfAnother_addsTheRouteAlone() throws IOException {
    Filter agent = new PlantedInstrumentation(recorded.obs.tracer("agent"));
    server.with("/orders", answering(200, "tea"), agent, http.filter("/orders/{id}"));

    server.get("/orders");

    assertThat(recorded.span().scope().name()).isEqualTo("agent");
    assertThat(recorded.span().name()).isEqualTo("GET /orders/{id}");
    assertThat(attributes(recorded.span())).containsEntry("http.route", "/orders/{id}");
    assertThat(recorded.metric(DURATION)).isEmpty();
    assertThat(recorded.metric(ACTIVE)).isEmpty();
  }

  @Test
  void setStreams_ofAFilterWithin_isCountedAsSent() throws IOException {
    server.with(
        "/orders",
        exchange -> {
          exchange.getRequestBody();
          exchange.sendResponseHeaders(200, 0);
          exchange.setStreams(null, new GZIPOutputStream(exchange.getResponseBody()));
          exchange.getResponseBody().write(new byte[10_000]);
          exchange.close();
        },
        http.filter());

    server.get("/orders");
    recorded.span();

    String bytes =
        recorded.metric("http.server.response.body.size").values().iterator().next().substring(5);
    assertThat(Integer.parseInt(bytes)).isBetween(20, 200);
  }

  @Test
  void headers_areAttributesOnlyIfAskedFor() throws IOException {
    Filter filter =
        HttpServerTelemetry.builder(recorded.obs)
            .requestHeaders("X-Tenant", "X-Absent")
            .responseHeaders("Location")
            .redact("Session")
            .build()
            .filter();
    server.with(
        "/orders",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/orders/17");
          answer(exchange, 201, "");
        },
        filter);

    server.send("POST /orders?session=x HTTP/1.1", "x-tenant: acme", "Authorization: secret");

    assertThat(attributes(recorded.span()))
        .containsEntry("http.request.header.x-tenant", "[acme]")
        .containsEntry("http.response.header.location", "[/orders/17]")
        .containsEntry("url.query", "session=REDACTED")
        .doesNotContainKey("http.request.header.x-absent");
    assertThat(attributes(recorded.span()).toString()).doesNotContain("secret");
  }

  @Test
  void header_withoutAName_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpServerTelemetry.builder(recorded.obs).requestHeaders(" "))
        .withMessageContaining("blank");
  }

  @Test
  void request_withoutAFilter_isNotObserved() throws IOException {
    CompletableFuture<Boolean> observed = new CompletableFuture<>();
    server.with(
        "/orders",
        exchange -> {
          ServerRequest request = HttpServerTelemetry.request(exchange);
          request.route("/x");
          request.fail(new IllegalStateException());
          observed.complete(request.isObserved());
          answer(exchange, 200, "tea");
        });

    assertThat(server.get("/orders")).endsWith("tea");
    assertThat(observed.join()).isFalse();
  }
}
