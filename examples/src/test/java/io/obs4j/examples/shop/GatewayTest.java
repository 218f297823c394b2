package io.obs4j.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.Obs;
import io.obs4j.core.HealthResult;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.http.HttpClientTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway over HTTP, with a payment service that does what the test says. */
class GatewayTest {

  private static final String ORDER =
      "{\"user\":\"me\",\"item\":\"lamp\",\"quantity\":1,\"amount\":39.9}";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final InMemoryExporter spans = InMemoryExporter.create();
  private Function<Order, Reply> payment = order -> new Reply(Reply.OK, "paid");
  private Dependency dependency;
  private HttpService step;
  private HttpService gateway;
  private Obs obs;

  @BeforeEach
  void open() throws IOException {
    obs = Obs.builder().environment(Map.of()).service("shop", "").export(spans).start();
    obs.installGlobal();
    step = HttpService.start(0, Service.PAYMENT.path, order -> payment.apply(order), obs);
    HttpClient observed = HttpClientTelemetry.of(obs).wrap(client, Service.PAYMENT.path);
    dependency = new Dependency(observed, Service.PAYMENT, address(step));
    gateway =
        HttpService.start(
            0, Service.GATEWAY.path, new Gateway(List.of(dependency), obs.metrics()), obs);
  }

  @AfterEach
  void close() {
    gateway.close();
    step.close();
    obs.close();
  }

  private static URI address(HttpService service) {
    return URI.create("http://127.0.0.1:" + service.port());
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address(gateway).resolve(path)).method(method, body).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send("POST", Service.GATEWAY.path, BodyPublishers.ofString(body));
  }

  @Test
  void order_stepsSucceed_isCompleted() throws Exception {
    HttpResponse<String> response = post(ORDER);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\"status\":200,\"reason\":\"Thank you for 1 x lamp\"}\n");
  }

  private SpanRecord span(SpanKind kind, String name) {
    return spans.awaitSpans(4, PATIENCE).stream()
        .filter(span -> span.kind() == kind && span.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void order_isOneTraceFromServerToClientToServer() throws Exception {
    post(ORDER);
    SpanRecord order = span(SpanKind.SERVER, "POST /api/order");
    SpanRecord taken = span(SpanKind.INTERNAL, "order.take");
    SpanRecord call = span(SpanKind.CLIENT, "POST /payment/process");
    SpanRecord paid = span(SpanKind.SERVER, "POST /payment/process");
    assertThat(order.parentSpanId()).isZero();
    assertThat(taken.parentSpanIdHex()).isEqualTo(order.spanIdHex());
    assertThat(call.parentSpanIdHex()).isEqualTo(taken.spanIdHex());
    assertThat(call.isParentRemote()).isFalse();
    assertThat(paid.parentSpanIdHex()).isEqualTo(call.spanIdHex());
    assertThat(paid.isParentRemote()).isTrue();
    assertThat(spans.spans())
        .hasSize(4)
        .extracting(SpanRecord::traceIdHex)
        .containsOnly(order.traceIdHex());
    assertThat(order.attributes().asMap())
        .containsEntry(AttributeKey.longKey("http.response.status_code"), 200L)
        .containsEntry(AttributeKey.stringKey("http.route"), "/api/order");
    assertThat(taken.attributes().asMap())
        .containsEntry(AttributeKey.doubleKey("order.amount"), 39.9)
        .containsEntry(AttributeKey.stringKey("status"), "200");
    assertThat(taken.attributes().get(AttributeKey.stringKey(Gateway.ORDER_ID))).isNotBlank();
  }

  @Test
  void order_stepFails_isAnErrorOnBothSides() throws Exception {
    payment = order -> new Reply(Reply.FAILED, "declined");
    post(ORDER);
    assertThat(spans.awaitSpans(4, PATIENCE))
        .filteredOn(span -> span.kind() != SpanKind.INTERNAL)
        .hasSize(3)
        .extracting(SpanRecord::status)
        .containsOnly(StatusCode.ERROR);
  }

  @Test
  void order_stepIsDown_recordsTheExceptionOfTheCall() throws Exception {
    step.close();
    post(ORDER);
    SpanRecord call =
        spans.awaitSpans(3, PATIENCE).stream()
            .filter(span -> span.kind() == SpanKind.CLIENT)
            .findFirst()
            .orElseThrow();
    assertThat(call.status()).isEqualTo(StatusCode.ERROR);
    assertThat(call.events()).hasSize(1);
    assertThat(call.events().get(0).attributes().get(AttributeKey.stringKey("exception.type")))
        .isEqualTo("java.net.ConnectException");
  }

  @Test
  void unknownRoute_isNotInTheNameOfItsSpan() throws Exception {
    send("BREW", "/api/" + "x".repeat(50), BodyPublishers.noBody());
    SpanRecord span = spans.awaitSpans(1, PATIENCE).get(0);
    assertThat(span.name()).isEqualTo("HTTP");
    assertThat(span.attributes().get(AttributeKey.stringKey("http.request.method")))
        .isEqualTo("_OTHER");
  }

  @Test
  void order_stepFails_is502() throws Exception {
    payment = order -> new Reply(Reply.FAILED, "declined");
    assertThat(post(ORDER).statusCode()).isEqualTo(502);
  }

  @Test
  void order_stepThrows_is502() throws Exception {
    payment =
        order -> {
          throw new IllegalStateException("a bug");
        };
    assertThat(post(ORDER).statusCode()).isEqualTo(502);
  }

  @Test
  void order_stepIsDown_is503() throws Exception {
    step.close();
    HttpResponse<String> response = post(ORDER);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("payment is down");
  }

  @Test
  void health_stepListens_isUp() {
    assertThat(health().state()).isEqualTo(HealthResult.State.UP);
  }

  @Test
  void health_stepIsDown_saysWhy() {
    step.close();
    assertThat(health().state()).isEqualTo(HealthResult.State.DOWN);
    assertThat(health().detail()).isEqualTo("java.net.ConnectException");
  }

  /** What the check of the step found the first time. */
  private HealthResult health() {
    if (obs.health().results().isEmpty()) {
      obs.health().add(dependency.health());
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HealthResult found = obs.health().results().get(0);
    while (found.state() == HealthResult.State.UNKNOWN && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      found = obs.health().results().get(0);
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "lamp",
        "{}",
        "{\"user\":\"me\",\"item\":\"lamp\",\"quantity\":1}",
        "{\"user\":\"me\",\"item\":\"lamp\",\"quantity\":1,\"amount\":\"much\"}",
        "{\"user\":\"me\",\"item\":\"lamp\",\"quantity\":1e99,\"amount\":1}",
        "{\"user\":\"me\",\"item\":\"lamp\",\"quantity\":0,\"amount\":1}",
        "{\"user\":\"me\",\"item\":\"lamp\",\"quantity\":1,\"amount\":-1}",
        "{\"user\":\"me\",\"item\":\"lamp\",\"quantity\":1,\"amount\":1e999}",
        "{\"user\":7,\"item\":\"lamp\",\"quantity\":1,\"amount\":1}",
        "{\"user\":\"\",\"item\":\"lamp\",\"quantity\":1,\"amount\":1}",
        "{\"user\":\"me\",\"user\":\"you\",\"item\":\"lamp\",\"quantity\":1,\"amount\":1}",
        ORDER + ORDER
      })
  void order_malformed_is400(String body) throws Exception {
    assertThat(post(body).statusCode()).isEqualTo(400);
  }

  @Test
  void order_tooLarge_is413() throws Exception {
    assertThat(post(ORDER + " ".repeat(64 * 1024)).statusCode()).isEqualTo(413);
  }

  @Test
  void requestId_ofTheCustomer_isKeptIfItIsOne() throws Exception {
    assertThat(idOf("r-17")).isEqualTo("r-17");
    assertThat(idOf("r 17 is none")).hasSize(36).isNotEqualTo(idOf("nor is r 17"));
  }

  private String idOf(String sent) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address(gateway).resolve(Service.GATEWAY.path))
            .header(RequestId.HEADER, sent)
            .POST(BodyPublishers.ofString(ORDER))
            .build();
    return client
        .send(request, BodyHandlers.discarding())
        .headers()
        .firstValue(RequestId.HEADER)
        .orElseThrow();
  }

  @Test
  void unknownRoute_is404() throws Exception {
    assertThat(send("POST", "/api/orders", BodyPublishers.ofString(ORDER)).statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "BREW"})
  void wrongMethod_is405AndNamesTheRightOne(String method) throws Exception {
    HttpResponse<String> response = send(method, Service.GATEWAY.path, BodyPublishers.noBody());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void start_portIsTaken_saysWhatToDo() {
    assertThatThrownBy(() -> HttpService.start(gateway.port(), "/", payment, obs))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Port " + gateway.port() + " is taken")
        .hasMessageContaining("--port");
  }
}
