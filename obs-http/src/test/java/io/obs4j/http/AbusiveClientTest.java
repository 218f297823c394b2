package io.obs4j.http;

import static io.obs4j.http.Recorded.attributes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.obs4j.core.SpanRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that break off, dawdle or lie: each request ends once, and no label is theirs. */
@Timeout(120)
class AbusiveClientTest {

  private static final String DURATION = "http.server.request.duration";
  private static final String ACTIVE = "http.server.active_requests";
  private static final byte[] MUCH = new byte[64 * 1024];

  private final Recorded recorded = new Recorded();
  private final HttpServerTelemetry http = HttpServerTelemetry.of(recorded.obs);
  private final CountDownLatch gone = new CountDownLatch(1);
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new TestServer()
            .with("/stream", this::writeUntilItFails, http.filter())
            .with("/quiet", this::writeUntilItFailsQuietly, http.filter())
            .with("/echo", AbusiveClientTest::echo, http.filter());
  }

  @AfterEach
  void close() {
    gone.countDown();
    server.close();
    recorded.close();
  }

  private void writeUntilItFails(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    body.write('.');
    body.flush(); // with which later JDKs send the head, too
    try {
      gone.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    while (true) {
      body.write(MUCH);
      body.flush();
    }
  }

  private void writeUntilItFailsQuietly(HttpExchange exchange) {
    try (exchange) {
      writeUntilItFails(exchange);
    } catch (IOException e) {
      assertThat(e).isNotNull(); // The handler does not care.
    }
  }

  private static void echo(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Socket request(String head) throws IOException {
    Socket socket = server.connect();
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    return socket;
  }

  /** A closed socket with an answer unread in it resets the connection. */
  private void askAndReset(String path) throws IOException {
    try (Socket socket = request("GET " + path + " HTTP/1.1\r\n\r\n")) {
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      socket.setSoLinger(true, 0);
    }
    gone.countDown();
  }

  @Test
  void reset_whileTheResponseIsWritten_endsTheRequestAsAnError() throws IOException {
    askAndReset("/stream");

    SpanRecord span = recorded.span();
    assertThat(attributes(span))
        .containsEntry("http.response.status_code", "200")
        .hasEntrySatisfying("error.type", type -> assertThat(type).endsWith("Exception"));
    assertThat(span.events()).hasSize(1);
    assertThat(recorded.metric(DURATION).values()).containsExactly("1");
    assertThat(recorded.metric(ACTIVE).values()).containsExactly("0");
  }

  @Test
  void reset_thatTheHandlerSwallows_isSeenAllTheSame() throws IOException {
    askAndReset("/quiet");

    assertThat(attributes(recorded.span())).containsKey("error.type");
    assertThat(recorded.metric(ACTIVE).values()).containsExactly("0");
  }

  @Test
  void body_thatEndsEarly_endsTheRequest() throws IOException {
    request("POST /echo HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc").close();

    assertThat(recorded.span().name()).isEqualTo("POST /echo");
    assertThat(recorded.metric(DURATION).values()).containsExactly("1");
    assertThat(recorded.metric(ACTIVE).values()).containsExactly("0");
  }

  @Test
  void body_thatComesByteByByte_isOneRequest() throws IOException {
    try (Socket slow =
        request("POST /echo HTTP/1.1\r\nContent-Length: 200\r\nConnection: close\r\n\r\n")) {
      for (int i = 0; i < 200; i++) {
        assertThat(recorded.metric(DURATION)).isEmpty();
        slow.getOutputStream().write('a');
        slow.getOutputStream().flush();
      }
      slow.getInputStream().readAllBytes();
    }

    recorded.span();
    assertThat(recorded.metric("http.server.request.body.size").values())
        .containsExactly("1 of 200");
  }

  @Test
  void methodsVersionsAndPaths_ofAttackers_areNoLabels() throws IOException {
    List<String> lines =
        List.of(
            "GETX /echo HTTP/1.1",
            "get /echo/1 HTTP/1.1",
            "GET /echo/2 HTTP/1.7",
            "GET /echo/3 HTTP/99",
            "GET /echo/4?a=&&=&sig HTTP/1.1");
    for (String line : lines) {
      server.send(line, "Host: [::1", "Content-Length: 0");
      server.send(line, "Host: a:b:99999999999", "traceparent: 00-x", "baggage: =,;=;");
    }

    assertThat(recorded.spans(10)).hasSize(10);
    Map<String, String> series = recorded.metric(DURATION);
    assertThat(series).hasSize(3);
    assertThat(series.keySet().toString()).doesNotContain("GETX", "get", "99", "1.7", "/echo/");
  }
}
