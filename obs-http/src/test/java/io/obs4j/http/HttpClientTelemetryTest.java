package io.obs4j.http;

import static io.obs4j.http.Recorded.attributes;
import static io.obs4j.http.TestServer.answer;
import static io.obs4j.http.TestServer.answering;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.ActiveSpan;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of calls of a wrapped client. */
@Timeout(120)
class HttpClientTelemetryTest {

  private static final String DURATION = "http.client.request.duration";

  private final Recorded recorded = new Recorded();
  private final HttpClientTelemetry http = HttpClientTelemetry.of(recorded.obs);
  private final HttpClient plain =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.ALWAYS)
          .build();
  private final HttpClient client = http.wrap(plain);
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicReference<String> traceparent = new AtomicReference<>();
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new TestServer()
            .with(
                "/orders",
                exchange -> {
                  traceparent.set(exchange.getRequestHeaders().getFirst("traceparent"));
                  answer(exchange, 200, "tea");
                })
            .with("/missing", answering(404, "nothing"))
            .with(
                "/moved",
                exchange -> {
                  exchange.getResponseHeaders().set("Location", "/orders");
                  answer(exchange, 302, "");
                })
            .with("/stuck", exchange -> awaitEnd());
  }

  private void awaitEnd() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() {
    never.countDown();
    server.close();
    recorded.close();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(server.uri(path)).build();
  }

  private HttpResponse<String> get(HttpClient by, String path) throws Exception {
    return by.send(request(path), BodyHandlers.ofString());
  }

  private String series(String more) {
    return "{http.request.method=GET, "
        + more
        + "server.address=127.0.0.1, server.port="
        + server.port()
        + "}";
  }

  @Test
  void call_isTracedByTheConventions() throws Exception {
    assertThat(get(client, "/orders?id=7&token=abc").body()).isEqualTo("tea");

    SpanRecord span = recorded.span();
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.status()).isEqualTo(StatusCode.UNSET);
    assertThat(attributes(span).toString())
        .isEqualTo(
            ("{http.request.method=GET, http.response.status_code=200,"
                    + " network.protocol.version=1.1, server.address=127.0.0.1, server.port=PORT,"
                    + " url.full=http://127.0.0.1:PORT/orders?id=7&token=REDACTED}")
                .replace("PORT", String.valueOf(server.port())));
    assertThat(traceparent.get())
        .startsWith("00-" + span.traceIdHex() + '-' + span.spanIdHex() + '-');
    assertThat(recorded.metric(DURATION))
        .isEqualTo(
            Map.of(series("http.response.status_code=200, network.protocol.version=1.1, "), "1"));
  }

  @Test
  void address_ofIPv6_hasNoBrackets() {
    // Nobody answers, be it that nobody listens or that there is no IPv6.
    HttpRequest nowhere =
        HttpRequest.newBuilder(URI.create("http://[::1]:1/"))
            .timeout(Duration.ofSeconds(30))
            .build();

    assertThatThrownBy(() -> client.send(nowhere, BodyHandlers.ofString()))
        .isInstanceOf(Exception.class);

    assertThat(attributes(recorded.span()))
        .containsEntry("server.address", "::1")
        .containsEntry("server.port", "1")
        .containsEntry("url.full", "http://[::1]:1/");
    assertThat(recorded.metric(DURATION).keySet().toString())
        .contains("server.address=::1, server.port=1");
  }

  @Test
  void sendAsync_isAChildAndCarriesTheCallersContext() throws Exception {
    CompletableFuture<String> seen;
    String parent;
    try (ActiveSpan outer = recorded.obs.span("outer")) {
      parent = outer.span().getSpanContext().getSpanId();
      seen =
          client
              .sendAsync(request("/orders"), BodyHandlers.ofString())
              .thenApplyAsync(response -> Span.current().getSpanContext().getSpanId());
    }

    assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(parent);
    assertThat(recorded.spans(2))
        .filteredOn(span -> span.kind() == SpanKind.CLIENT)
        .singleElement()
        .satisfies(span -> assertThat(span.parentSpanIdHex()).isEqualTo(parent));
  }

  @Test
  void status_from400_isAnError() throws Exception {
    get(client, "/missing");

    assertThat(recorded.span().status()).isEqualTo(StatusCode.ERROR);
    assertThat(attributes(recorded.span())).containsEntry("error.type", "404");
    assertThat(recorded.metric(DURATION).keySet().toString()).contains("error.type=404");
  }

  @Test
  void redirection_isPartOfTheCallAndCounted() throws Exception {
    assertThat(get(client, "/moved").body()).isEqualTo("tea");

    assertThat(attributes(recorded.span()))
        .containsEntry("http.request.resend_count", "1")
        .containsEntry("http.response.status_code", "200")
        .containsEntry("url.full", server.uri("/moved").toString());
    assertThat(traceparent.get()).contains(recorded.span().spanIdHex());
  }

  @Test
  void template_namesSpanAndSeries() throws Exception {
    get(http.wrap(client, "/orders/{id}"), "/orders/17");

    assertThat(recorded.span().name()).isEqualTo("GET /orders/{id}");
    assertThat(attributes(recorded.span())).containsEntry("url.template", "/orders/{id}");
    assertThat(recorded.metric(DURATION).keySet().toString()).contains("url.template=/orders/{id}");
  }

  @Test
  void client_wrappedTwice_makesOneSpan() throws Exception {
    get(http.wrap(http.wrap(plain)), "/orders");

    assertThat(recorded.span().kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(recorded.metric(DURATION).values()).containsExactly("1");
  }

  @Test
  void send_thatFails_endsWithTheException() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + nobody + "/"))
            .version(HttpClient.Version.HTTP_2)
            .build();

    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);

    assertThat(recorded.span().events()).hasSize(1);
    assertThat(attributes(recorded.span()))
        .doesNotContainKey("network.protocol.version")
        .containsEntry("error.type", "java.net.ConnectException")
        .doesNotContainKey("http.response.status_code");
    assertThat(recorded.metric(DURATION).keySet().toString())
        .contains("error.type=java.net.ConnectException");
  }

  @Test
  void send_thatTimesOut_endsWithTheTimeout() {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/stuck")).timeout(Duration.ofMillis(100)).build();

    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);

    assertThat(attributes(recorded.span()))
        .containsEntry("error.type", "java.net.http.HttpTimeoutException");
  }

  @Test
  void sendAsync_thatIsCancelled_endsAndLetsGoOfTheExchange() {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request("/stuck"), BodyHandlers.ofString());

    assertThat(answer.cancel(true)).isTrue();

    assertThat(attributes(recorded.span()))
        .containsEntry("error.type", CancellationException.class.getName());
    assertThat(recorded.metric(DURATION).values()).containsExactly("1");
  }

  @Test
  void sendAsync_thatFails_givesTheCauseAsType() {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/stuck")).timeout(Duration.ofMillis(100)).build();

    assertThatThrownBy(() -> client.sendAsync(request, BodyHandlers.ofString()).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(HttpTimeoutException.class);

    assertThat(attributes(recorded.span()))
        .containsEntry("error.type", "java.net.http.HttpTimeoutException");
  }

  @Test
  void request_keepsBodyAndHeaders() throws Exception {
    AtomicReference<String> body = new AtomicReference<>();
    AtomicReference<String> tenant = new AtomicReference<>();
    server.with(
        "/echo",
        exchange -> {
          body.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          tenant.set(exchange.getRequestHeaders().getFirst("X-Tenant"));
          answer(exchange, 200, "");
        });
    HttpClient capturing =
        HttpClientTelemetry.builder(recorded.obs)
            .requestHeaders("x-tenant")
            .responseHeaders("content-length")
            .build()
            .wrap(plain);

    capturing.send(
        HttpRequest.newBuilder(server.uri("/echo"))
            .header("X-Tenant", "acme")
            .method("BREW", BodyPublishers.ofString("milk"))
            .build(),
        BodyHandlers.discarding());

    assertThat(body).hasValue("milk");
    assertThat(tenant).hasValue("acme");
    assertThat(recorded.span().name()).isEqualTo("HTTP");
    assertThat(attributes(recorded.span()))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "BREW")
        .containsEntry("http.request.header.x-tenant", "[acme]");
  }

  @Test
  void settings_areThoseOfTheClientWithin() {
    assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.ALWAYS);
    assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(
            List.of(
                client.cookieHandler(),
                client.connectTimeout(),
                client.proxy(),
                client.authenticator(),
                client.executor()))
        .isEqualTo(
            List.of(
                plain.cookieHandler(),
                plain.connectTimeout(),
                plain.proxy(),
                plain.authenticator(),
                plain.executor()));
    assertThat(client.sslContext()).isSameAs(plain.sslContext());
    assertThat(client.newWebSocketBuilder()).isNotNull();
  }
}
