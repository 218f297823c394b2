package io.obs4j.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.obs4j.core.MetricSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The metrics within a server of the user's own. */
@Timeout(60)
class PrometheusHandlerTest {

  private final EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(2));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  @Test
  void watch_afterTheHandlerWasClosed_doesNotThrow() {
    Watchdog watchdog = new Watchdog();
    watchdog.close();

    Watchdog.Watch watch = watchdog.watch(Duration.ofSeconds(1));
    watch.end();

    assertThat(watch.expired()).isFalse();
  }

  @Test
  void handle_mountedAnywhere_answersLikeTheEndpoint() throws Exception {
    try (PrometheusHandler handler = PrometheusEndpoint.builder().bearerToken("t").handler()) {
      handler.start(signals);
      server.createContext("/deep/inside", handler);
      assertThat(EndpointClient.get(port(), "/deep/inside").statusCode()).isEqualTo(401);
      HttpResponse<String> response =
          EndpointClient.get(
              port(), "/deep/inside?name%5B%5D=test_gauge_1", "Authorization", "Bearer t");
      assertThat(response.body()).contains("test_gauge_1 1").doesNotContain("test_gauge_0");
      assertThat(EndpointClient.send("DELETE", port(), "/deep/inside").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void handle_beforeStartAndAfterClose_isUnavailable() throws Exception {
    PrometheusHandler handler = PrometheusEndpoint.builder().handler();
    server.createContext("/metrics", handler);
    assertThat(EndpointClient.get(port(), "/metrics").statusCode()).isEqualTo(503);
    handler.start(signals);
    assertThat(EndpointClient.get(port(), "/metrics").statusCode()).isEqualTo(200);
    handler.close();
    assertThat(EndpointClient.get(port(), "/metrics").statusCode()).isEqualTo(503);
  }

  @Test
  void handle_ofAScraperThatStopsReading_freesTheThreadOfTheUsersServer() throws Exception {
    assertBreaksOff(EndpointSignals.ENDLESS);
  }

  @Test
  void handle_whereACallbackSwallowsTheInterrupt_freesTheThreadAllTheSame() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    assertBreaksOff(
        visitor -> {
          EndpointSignals.awaitUnlessInterrupted(never);
          EndpointSignals.ENDLESS.visit(visitor);
        });
  }

  private void assertBreaksOff(MetricSource source) throws Exception {
    EndpointSignals own = EndpointSignals.of(source);
    try (PrometheusHandler handler =
        PrometheusEndpoint.builder().writeTimeout(Duration.ofMillis(300)).handler()) {
      handler.start(own);
      server.createContext("/metrics", handler);
      try (Socket stuck =
          EndpointClient.connect(port(), "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n")) {
        EndpointClient.await("broken off", () -> own.failures("timeout") == 1);
        assertThat(EndpointClient.readToEnd(stuck)).doesNotEndWith("\r\n0\r\n\r\n");
      }
    }
  }

  @Test
  void start_twice_throws() {
    try (PrometheusHandler handler = PrometheusEndpoint.builder().handler()) {
      handler.start(signals);
      assertThatThrownBy(() -> handler.start(signals))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("started already");
    }
  }

  @Test
  void write_inAnotherServer_choosesTheFormat() throws Exception {
    try (PrometheusHandler handler = PrometheusEndpoint.builder().handler()) {
      handler.start(signals);
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      String accept = "application/openmetrics-text";
      assertThat(handler.write(page, accept))
          .isEqualTo(Negotiation.format(accept).contentType())
          .startsWith("application/openmetrics-text; version=1.0.0");
      assertThat(page.toString(UTF_8)).contains("test_gauge_1 1").endsWith("# EOF\n");
    }
  }

  @Test
  void write_withoutAccept_isPlainText() throws Exception {
    try (PrometheusHandler handler = PrometheusEndpoint.builder().handler()) {
      handler.start(signals);
      assertThat(handler.write(new ByteArrayOutputStream(), null)).startsWith("text/plain");
    }
  }

  @Test
  void write_beforeStartAndAfterClose_throws() {
    PrometheusHandler handler = PrometheusEndpoint.builder().handler();
    assertThatThrownBy(() -> handler.write(new ByteArrayOutputStream(), null))
        .isInstanceOf(IllegalStateException.class);
    handler.start(signals);
    handler.close();
    assertThatThrownBy(() -> handler.write(new ByteArrayOutputStream(), null))
        .isInstanceOf(IllegalStateException.class);
  }
}
