package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.MetricSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scrapers that do not behave, and metrics that fail while they are scraped. */
@Timeout(60)
class EndpointHostileClientsTest {

  private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n";
  private static final int THREADS = 1 + 8;

  private static PrometheusEndpoint start(EndpointSignals signals, Duration writeTimeout) {
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.builder()
            .port(0)
            .maxConcurrentScrapes(1)
            .writeTimeout(writeTimeout)
            .build();
    endpoint.start(signals);
    return endpoint;
  }

  private static void assertServes(PrometheusEndpoint endpoint) throws Exception {
    assertThat(EndpointClient.get(endpoint.port(), "/-/healthy").body()).isEqualTo("ok\n");
  }

  @Test
  void scraper_thatStopsReading_isDisconnectedAndItsPlaceGivenBack() throws Exception {
    EndpointSignals signals = EndpointSignals.of(EndpointSignals.ENDLESS);
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(1))) {
      String received = "";
      for (int scrape = 1; scrape <= 3; scrape++) {
        long failures = scrape;
        try (Socket stuck = EndpointClient.connect(endpoint.port(), SCRAPE)) {
          EndpointClient.await("broken off", () -> signals.failures("timeout") == failures);
          received = EndpointClient.readToEnd(stuck);
        }
      }
      assertThat(received).startsWith("HTTP/1.1 200").doesNotEndWith("\r\n0\r\n\r\n");
      assertThat(signals.failures("busy")).isZero();
      assertServes(endpoint);
    }
  }

  @Test
  void scraper_thatGoesAway_isCounted() throws Exception {
    EndpointSignals signals = EndpointSignals.of(EndpointSignals.ENDLESS);
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(30))) {
      EndpointClient.connect(endpoint.port(), SCRAPE).close();
      EndpointClient.await("noticed", () -> signals.failures("disconnected") == 1);
    }
  }

  @Test
  void requests_thatTrickleIn_areDisconnected_andMoreThanThreadsAreRefused() throws Exception {
    EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(2))) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 2 * THREADS; i++) {
        slow.add(EndpointClient.connect(endpoint.port(), "GET /metr"));
      }
      EndpointClient.await("refused", () -> signals.failures("refused") == THREADS);
      for (Socket socket : slow) {
        assertThat(EndpointClient.readToEnd(socket)).isIn("", "<reset>");
        socket.close();
      }
      assertServes(endpoint);
    }
  }

  @Test
  void connections_thatSendNothing_takeNoThread() throws Exception {
    EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(30))) {
      List<Socket> silent = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        silent.add(EndpointClient.connect(endpoint.port(), ""));
      }
      assertServes(endpoint);
      assertThat(scrapeOnceFree(endpoint).body()).contains("test_gauge_0 0");
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n\r\n",
        "GET\r\n\r\n",
        "GET /metrics\r\n\r\n",
        "GET // HTTP/1.1\r\n\r\n",
        "GET * HTTP/1.1\r\n\r\n",
        "GET mailto:x HTTP/1.1\r\n\r\n",
        "GET /metrics?name[]=a HTTP/1.1\r\n\r\n",
        "GET /metrics?name%5B%5D=%zz HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /metrics HTTP/1.1\r\nContent-Length: 1000000\r\n\r\nab",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
      })
  void requests_thatAreMalformed_areAnsweredOrDisconnected(String garbage) throws Exception {
    EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofMillis(300));
        Socket socket = EndpointClient.connect(endpoint.port(), garbage)) {
      socket.shutdownOutput();
      assertThat(EndpointClient.readToEnd(socket)).doesNotContain("Exception in");
      assertServes(endpoint);
      assertThat(scrapeOnceFree(endpoint).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void requests_ofRandomBytes_leaveTheEndpointServing() throws Exception {
    EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));
    Random random = new Random(7);
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(1))) {
      for (int i = 0; i < 200; i++) {
        StringBuilder bytes = new StringBuilder();
        random.ints(random.nextInt(300), 0, 256).forEach(b -> bytes.append((char) b));
        try (Socket socket = EndpointClient.connect(endpoint.port(), bytes + "\r\n\r\n")) {
          socket.shutdownOutput();
          EndpointClient.readToEnd(socket);
        }
      }
      assertServes(endpoint);
    }
  }

  @Test
  void scrapes_beyondTheLimit_areTurnedAway_andTheHealthIsNot() throws Exception {
    CountDownLatch walking = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    MetricSource source =
        visitor -> {
          walking.countDown();
          EndpointSignals.awaitUnlessInterrupted(proceed);
          EndpointSignals.gauges(1).visit(visitor);
        };
    EndpointSignals signals = EndpointSignals.of(source);
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(30))) {
      CompletableFuture<HttpResponse<String>> first =
          CompletableFuture.supplyAsync(() -> scrape(endpoint));
      walking.await();
      HttpResponse<String> second = scrape(endpoint);
      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).contains("1");
      assertThat(signals.failures("busy")).isEqualTo(1);
      assertServes(endpoint);
      proceed.countDown();
      assertThat(first.get().body()).contains("test_gauge_0 0");
      assertThat(scrapeOnceFree(endpoint).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void fault_beforeAnythingWasSent_isAnError_toldOnceUntilItIsOver(String encoding)
      throws Exception {
    AtomicInteger scrapes = new AtomicInteger();
    MetricSource source =
        visitor -> {
          EndpointSignals.gauges(10).visit(visitor);
          if (scrapes.incrementAndGet() <= 2) {
            throw new IllegalStateException("the sensor burnt");
          }
        };
    EndpointSignals signals = EndpointSignals.of(source);
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(30))) {
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> response = scrapeOnceFree(endpoint, "Accept-Encoding", encoding);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.body()).contains("log").doesNotContain("test_gauge", "burnt");
      }
      assertThat(signals.failures("fault")).isEqualTo(2);
      assertThat(EndpointClient.send("HEAD", endpoint.port(), "/metrics").statusCode())
          .isEqualTo(200);
      assertThat(signals.log.at(Level.INFO)).noneMatch(line -> line.contains("succeed again"));
      assertThat(signals.log.at(Level.WARNING))
          .singleElement()
          .asString()
          .contains("the sensor burnt");
      assertThat(scrapeOnceFree(endpoint).statusCode()).isEqualTo(200);
      EndpointClient.await(
          "recovered",
          () ->
              signals.log.at(Level.INFO).stream().anyMatch(line -> line.contains("succeed again")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip"})
  void fault_inTheMiddleOfAPage_breaksItOff(String encoding) throws Exception {
    Random random = new Random(7);
    MetricSource source =
        visitor -> {
          EndpointSignals.gauge(visitor, "test.gauge", 1);
          for (int i = 0; i < 100_000; i++) {
            EndpointSignals.sample(visitor, random.nextDouble());
          }
          throw new StackOverflowError("too deep");
        };
    EndpointSignals signals = EndpointSignals.of(source);
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(30))) {
      assertThatThrownBy(
              () ->
                  EndpointClient.getBytes(endpoint.port(), "/metrics", "Accept-Encoding", encoding))
          .isInstanceOf(IOException.class);
      EndpointClient.await("counted", () -> signals.failures("fault") == 1);
      assertServes(endpoint);
    }
  }

  private static HttpResponse<String> scrape(PrometheusEndpoint endpoint) {
    try {
      return EndpointClient.get(endpoint.port(), "/metrics");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client may have its page before the one scrape that is let in has ended. */
  private static HttpResponse<String> scrapeOnceFree(PrometheusEndpoint endpoint, String... headers)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    HttpResponse<String> response = EndpointClient.get(endpoint.port(), "/metrics", headers);
    while (response.statusCode() == 503 && System.nanoTime() - begun < MOST_WAIT_NANOS) {
      response = EndpointClient.get(endpoint.port(), "/metrics", headers);
    }
    return response;
  }
}
