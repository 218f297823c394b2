package io.obs4j.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.metrics.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
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

  private final HttpClient client = HttpClient.newHttpClient();
  private Function<byte[], Reply> payment = body -> new Reply(Reply.OK, "paid");
  private HttpService step;
  private HttpService gateway;

  @BeforeEach
  void open() throws IOException {
    Metrics metrics = Metrics.create();
    RequestMetrics requests = new RequestMetrics(metrics);
    step = HttpService.start(0, Service.PAYMENT.path, body -> payment.apply(body), requests);
    Dependency dependency = new Dependency(client, Service.PAYMENT, address(step));
    gateway =
        HttpService.start(
            0, Service.GATEWAY.path, new Gateway(List.of(dependency), metrics), requests);
  }

  @AfterEach
  void close() {
    gateway.close();
    step.close();
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

  @Test
  void order_stepFails_is502() throws Exception {
    payment = body -> new Reply(Reply.FAILED, "declined");
    assertThat(post(ORDER).statusCode()).isEqualTo(502);
  }

  @Test
  void order_stepThrows_is502() throws Exception {
    payment =
        body -> {
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
    assertThatThrownBy(
            () ->
                HttpService.start(
                    gateway.port(), "/", payment, new RequestMetrics(Metrics.create())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Port " + gateway.port() + " is taken")
        .hasMessageContaining("--port");
  }
}
