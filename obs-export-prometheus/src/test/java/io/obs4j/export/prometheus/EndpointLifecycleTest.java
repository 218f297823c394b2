package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the start to the end of an endpoint. */
@Timeout(60)
class EndpointLifecycleTest {

  private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n";

  private final EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  private static Set<Thread> endpointThreads() {
    return threads().stream()
        .filter(thread -> thread.getName().startsWith("obs4j-prometheus-"))
        .collect(Collectors.toSet());
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void start_onLoopback_saysOnceWhereItIsAndHowToOpenIt() throws Exception {
    try (PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0)) {
      endpoint.start(signals);
      assertThat(signals.log.announced())
          .singleElement()
          .asString()
          .contains("http://127.0.0.1:" + endpoint.port() + "/metrics")
          .contains("host(\"0.0.0.0\")", "OTEL_EXPORTER_PROMETHEUS_HOST=0.0.0.0");
    }
  }

  @Test
  void start_onAllInterfaces_doesNotSayHowToOpenIt() throws Exception {
    try (PrometheusEndpoint endpoint =
        PrometheusEndpoint.builder().host("0.0.0.0").port(0).build()) {
      endpoint.start(signals);
      assertThat(signals.log.announced())
          .containsExactly("Prometheus metrics at http://0.0.0.0:" + endpoint.port() + "/metrics");
      assertThat(EndpointClient.get(endpoint.port(), "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void start_onAPortInUse_isReportedWithTheRemedy_andDoesNotThrow() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(taken.getLocalPort())) {
      endpoint.start(signals);
      assertThat(signals.log.at(Level.WARNING))
          .singleElement()
          .asString()
          .contains("127.0.0.1:" + taken.getLocalPort(), "OTEL_EXPORTER_PROMETHEUS_", "port(...)");
      assertThat(signals.diagnostics().faultCount("prometheus.endpoint")).isEqualTo(1);
      assertThat(signals.log.at(Level.INFO)).isEmpty();
      assertThat(endpoint.port()).isEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void start_onAHostThatIsNotHere_isReported() {
    try (PrometheusEndpoint endpoint =
        PrometheusEndpoint.builder().host("192.0.2.1").port(0).build()) {
      endpoint.start(signals);
      assertThat(signals.log.at(Level.WARNING)).singleElement().asString().contains("192.0.2.1:0");
    }
  }

  @Test
  void start_onAPortInUse_releasesTheReader() throws Exception {
    AtomicInteger readers = new AtomicInteger();
    EndpointSignals counting = EndpointSignals.of(countingReaders(readers));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(taken.getLocalPort())) {
      endpoint.start(counting);
      assertThat(readers).hasValue(0);
    }
  }

  @Test
  void start_whenStrict_throwsForAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PrometheusEndpoint endpoint =
            PrometheusEndpoint.builder().port(taken.getLocalPort()).strict(true).build()) {
      assertThatThrownBy(() -> endpoint.start(signals))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void start_twice_throws() {
    try (PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0)) {
      endpoint.start(signals);
      assertThatThrownBy(() -> endpoint.start(signals))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("started already");
    }
  }

  @Test
  void start_afterClose_throws() {
    PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
    endpoint.close();
    assertThatThrownBy(() -> endpoint.start(signals))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed already");
  }

  @Test
  void close_twiceAndBeforeStart_isHarmless() {
    PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
    endpoint.start(signals);
    int port = endpoint.port();
    endpoint.close();
    endpoint.close();
    assertThat(isFree(port)).isTrue();
    PrometheusEndpoint.onPort(0).close();
  }

  @Test
  void close_withinForever_givesBackThePort() {
    PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
    endpoint.start(signals);
    int port = endpoint.port();
    endpoint.close(ChronoUnit.FOREVER.getDuration());
    assertThat(isFree(port)).isTrue();
  }

  @Test
  void close_whenInterrupted_stillGivesBackThePort() {
    PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
    endpoint.start(signals);
    int port = endpoint.port();
    Thread.currentThread().interrupt();
    endpoint.close();
    assertThat(Thread.interrupted()).isTrue();
    EndpointClient.await("the port is free", () -> isFree(port));
  }

  @Test
  void close_inTheMiddleOfAScrape_isBoundedAndBreaksItOff() throws Exception {
    CountDownLatch walking = new CountDownLatch(1);
    MetricSource endless =
        visitor -> {
          walking.countDown();
          EndpointSignals.ENDLESS.visit(visitor);
        };
    PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
    endpoint.start(EndpointSignals.of(endless));
    int port = endpoint.port();
    try (Socket stuck = EndpointClient.connect(port, SCRAPE)) {
      walking.await();
      long start = System.nanoTime();
      endpoint.close(Duration.ofMillis(500));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(EndpointClient.readToEnd(stuck)).doesNotEndWith("\r\n0\r\n\r\n");
    }
    assertThat(isFree(port)).isTrue();
    EndpointClient.await("no thread is left", () -> endpointThreads().isEmpty());
  }

  @Test
  void close_whileACallbackHangs_isBounded() throws Exception {
    CountDownLatch walking = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    MetricSource hanging =
        visitor -> {
          walking.countDown();
          while (released.getCount() > 0) {
            EndpointSignals.awaitUnlessInterrupted(released);
          }
        };
    PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
    endpoint.start(EndpointSignals.of(hanging));
    try (Socket scraper = EndpointClient.connect(endpoint.port(), SCRAPE)) {
      walking.await();
      long start = System.nanoTime();
      endpoint.close(Duration.ofMillis(300));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(EndpointClient.readToEnd(scraper)).isIn("", "<reset>");
    } finally {
      released.countDown();
    }
    EndpointClient.await("no thread is left", () -> endpointThreads().isEmpty());
  }

  @Test
  void close_whileACallbackHangs_interruptsIt() throws Exception {
    CountDownLatch walking = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    MetricSource hanging =
        visitor -> {
          walking.countDown();
          EndpointSignals.awaitUnlessInterrupted(new CountDownLatch(1));
          interrupted.countDown();
        };
    PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
    endpoint.start(EndpointSignals.of(hanging));
    try (Socket scraper = EndpointClient.connect(endpoint.port(), SCRAPE)) {
      walking.await();
      endpoint.close(Duration.ofMillis(300));
      interrupted.await();
      EndpointClient.readToEnd(scraper);
    }
  }

  @Test
  void close_letsAScrapeFinishThatEndsSoon() throws Exception {
    CountDownLatch walking = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    MetricSource source =
        visitor -> {
          walking.countDown();
          EndpointSignals.awaitUnlessInterrupted(proceed);
          EndpointSignals.gauges((int) (1 - proceed.getCount())).visit(visitor);
        };
    PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);
    endpoint.start(EndpointSignals.of(source));
    try (Socket scraper = EndpointClient.connect(endpoint.port(), SCRAPE)) {
      walking.await();
      Thread closing = new Thread(endpoint::close);
      closing.start();
      EndpointClient.await("closing waits", () -> closing.getState() == Thread.State.TIMED_WAITING);
      proceed.countDown();
      assertThat(EndpointClient.readToEnd(scraper)).contains("test_gauge_0 0");
      closing.join();
    }
  }

  @Test
  void threads_areNamedDaemons() throws Exception {
    Set<Thread> before = threads();
    CountDownLatch walking = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    MetricSource source =
        visitor -> {
          walking.countDown();
          EndpointSignals.awaitUnlessInterrupted(proceed);
        };
    try (PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0)) {
      endpoint.start(EndpointSignals.of(source));
      try (Socket scraper = EndpointClient.connect(endpoint.port(), SCRAPE)) {
        walking.await();
        Set<Thread> made = threads();
        made.removeAll(before);
        assertThat(made)
            .hasSizeGreaterThanOrEqualTo(4) // dispatcher, idle timer, exchange, watchdog
            .allMatch(Thread::isDaemon)
            .allMatch(thread -> thread.getName().startsWith("obs4j-prometheus-"));
        proceed.countDown();
        scraper.shutdownOutput();
        EndpointClient.readToEnd(scraper);
      }
    }
  }

  @Test
  void twentyStartsAndCloses_leaveNoThreadPortOrReader() throws Exception {
    AtomicInteger readers = new AtomicInteger();
    Set<Thread> before = endpointThreads();
    int port = 0;
    for (int i = 0; i < 20; i++) {
      PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(port);
      EndpointSignals own = EndpointSignals.of(countingReaders(readers));
      endpoint.start(own);
      assertThat(own.log.at(Level.WARNING)).isEmpty();
      port = endpoint.port();
      assertThat(EndpointClient.get(port, "/metrics").body()).contains("test_gauge_0 0");
      endpoint.close();
    }
    assertThat(isFree(port)).isTrue();
    assertThat(readers).hasValue(0);
    EndpointClient.await("no thread is left", () -> before.containsAll(endpointThreads()));
  }

  private static MetricSource countingReaders(AtomicInteger open) {
    MetricSource gauges = EndpointSignals.gauges(1);
    return new MetricSource() {
      @Override
      public void visit(MetricVisitor visitor) {
        gauges.visit(visitor);
      }

      @Override
      public MetricReader openReader() {
        open.incrementAndGet();
        return new MetricReader() {
          private boolean closed;

          @Override
          public void visit(MetricVisitor visitor) {
            gauges.visit(visitor);
          }

          @Override
          public void close() {
            if (!closed) {
              closed = true;
              open.decrementAndGet();
            }
          }
        };
      }
    };
  }
}
