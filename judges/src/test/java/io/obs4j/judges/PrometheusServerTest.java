package io.obs4j.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusServerTest {

  private static final String PAGE =
      """
      # TYPE a counter
      a{b="}1"} 12
      a{b="2",d="say \\"so\\", \\\\ <e>"} 30
      # TYPE c gauge
      c -Inf
      """;

  @TempDir Path directory;
  private HttpServer target;

  @BeforeEach
  void startTarget() throws IOException {
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/metrics",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, PAGE.length());
          exchange.getResponseBody().write(PAGE.getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    target.start();
  }

  @AfterEach
  void stopTarget() {
    target.stop(0);
  }

  @Test
  void query_ofWhatWasScraped_tellsTheValues() throws IOException {
    List<String> targets = List.of("127.0.0.1:" + target.getAddress().getPort());
    try (PrometheusServer prometheus = PrometheusServer.start(directory, targets, List.of())) {
      prometheus.await("up", value -> value == 1);
      assertThat(prometheus.await("sum(a)", value -> true)).isEqualTo(42);
      assertThat(prometheus.query("c")).hasValue(Double.NEGATIVE_INFINITY);
      assertThat(prometheus.query("absent_metric")).isEmpty();
      assertThat(prometheus.samples("sum by (b, d) (a)"))
          .containsExactlyInAnyOrder(
              new Sample(Map.of("b", "}1"), 12),
              new Sample(Map.of("b", "2", "d", "say \"so\", \\ <e>"), 30));
      assertThatThrownBy(() -> prometheus.query("a"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("several series");
      assertThatThrownBy(() -> prometheus.query("sum("))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("parse error");
    }
  }

  @Test
  void start_withWhatPrometheusRefuses_tellsItsLog() {
    assertThatThrownBy(
            () -> PrometheusServer.start(directory, List.of("a:1"), List.of("no_such_setting: 1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no_such_setting");
  }
}
