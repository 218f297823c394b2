package io.obs4j.http;

import static io.obs4j.http.TestServer.answer;
import static io.obs4j.http.TestServer.answering;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.ServerRequest;
import io.obs4j.core.SpanRecord;
import io.obs4j.logging.LogStream;
import io.obs4j.logging.Logging;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is logged of requests. */
@Timeout(120)
class AccessLinesTest {

  private final Recorded recorded = new Recorded();
  private final KeptLines lines = new KeptLines();
  private final Logging logging = Logging.builder().stream(LogStream.ACCESS, lines).build();
  private final Filter filter =
      HttpServerTelemetry.builder(recorded.obs).accessLog(logging.accessLog()).build().filter();

  @AfterEach
  void close() {
    logging.close();
    recorded.close();
  }

  @Test
  void request_isLoggedOnceWithItsSpan() throws IOException {
    try (TestServer server = new TestServer()) {
      server.with("/orders", answering(503, "busy"), filter, filter);
      server.get("/orders?token=x");
    }

    SpanRecord span = recorded.span();
    assertThat(lines.kept).hasSize(1);
    assertThat(lines.kept.get(0))
        .contains("GET", "/orders", "503", "127.0.0.1", "\"http.response.body.size\":4")
        .contains("http.server.request.duration", "\"error.type\":\"503\"")
        .contains(span.traceIdHex(), span.spanIdHex())
        .doesNotContain("token");
  }

  @Test
  void request_withoutRouteOrResponse_isLoggedWithoutThem() throws IOException {
    try (TestServer server = new TestServer()) {
      server.with("/", exchange -> exchange.close(), filter);
      server.get("/x");
    }
    recorded.span();

    assertThat(lines.kept).hasSize(1);
    assertThat(lines.kept.get(0))
        .contains("no_response", "/x")
        .doesNotContain("http.route", "status_code", "body.size");
  }

  @Test
  void request_details_areInTheLine() throws IOException {
    try (TestServer server = new TestServer()) {
      server.with(
          "/orders",
          exchange -> {
            ServerRequest.current().detail("request.id", "first");
            ServerRequest.current().detail("request.id", "second");
            ServerRequest.current().detail("order.items", 3);
            answer(exchange, 200, "tea");
          },
          filter);
      server.get("/orders");
    }
    recorded.span();

    assertThat(lines.kept).hasSize(1);
    assertThat(lines.kept.get(0))
        .contains("\"request.id\":\"second\"", "\"order.items\":3")
        .doesNotContain("first");
  }

  @Test
  void request_ofAUser_namesHim() throws IOException {
    try (TestServer server = new TestServer()) {
      server
          .with("/orders", answering(200, "tea"), filter)
          .authenticatedBy(
              "/orders",
              new BasicAuthenticator("shop") {
                @Override
                public boolean checkCredentials(String user, String password) {
                  return user.equals("alice");
                }
              });
      String alice =
          Base64.getEncoder().encodeToString("alice:tea".getBytes(StandardCharsets.UTF_8));
      server.send("GET /orders HTTP/1.1", "Authorization: Basic " + alice);
    }
    recorded.span();

    assertThat(lines.kept.get(0)).contains("alice").doesNotContain("tea");
  }

  private static final class KeptLines implements LogSink {
    final List<String> kept = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void start(Diagnostics diagnostics) {}

    @Override
    public void write(byte[] bytes, int offset, int length, LogLevel level) {
      kept.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public boolean flush(Duration limit) {
      return true;
    }

    @Override
    public void close(Duration limit) {}
  }
}
