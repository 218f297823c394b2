package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The endpoint as the environment describes it. */
class PrometheusProviderTest {

  private final EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));

  private Exporter create(Map<String, String> variables) {
    return provider()
        .create(Set.of(Signal.METRICS), Environment.of(variables, signals.diagnostics()));
  }

  private static ExporterProvider provider() {
    return ServiceLoader.load(ExporterProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("prometheus"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void create_withoutVariables_isTheDefaultOfTheSpecification() {
    try (Exporter exporter = create(Map.of())) {
      assertThat(((PrometheusEndpoint) exporter).port()).isEqualTo(9464);
    }
  }

  @Test
  void create_withHostAndPort_listensThere() throws Exception {
    try (Exporter exporter =
        create(
            Map.of(
                "OTEL_EXPORTER_PROMETHEUS_HOST", "localhost",
                "OTEL_EXPORTER_PROMETHEUS_PORT", "0"))) {
      exporter.start(signals);
      int port = ((PrometheusEndpoint) exporter).port();
      assertThat(EndpointClient.get(port, "/metrics").body()).contains("test_gauge_0 0");
      assertThat(signals.log.announced())
          .singleElement()
          .asString()
          .contains("http://localhost:" + port + "/metrics");
    }
  }

  @Test
  void create_withAMalformedPort_reportsItAndUsesTheDefault() {
    try (Exporter exporter = create(Map.of("OTEL_EXPORTER_PROMETHEUS_PORT", "65536"))) {
      assertThat(((PrometheusEndpoint) exporter).port()).isEqualTo(9464);
      assertThat(signals.log.at(Level.WARNING))
          .singleElement()
          .asString()
          .contains("OTEL_EXPORTER_PROMETHEUS_PORT", "65536", "9464");
    }
  }

  @Test
  void start_strictWithAPortInUse_throws() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Exporter exporter =
            create(
                Map.of(
                    "OBS_STRICT",
                    "true",
                    "OTEL_EXPORTER_PROMETHEUS_PORT",
                    String.valueOf(taken.getLocalPort())))) {
      assertThatThrownBy(() -> exporter.start(signals))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("OTEL_EXPORTER_PROMETHEUS_");
    }
  }

  @Test
  void start_withAPortInUse_reportsIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Exporter exporter =
            create(Map.of("OTEL_EXPORTER_PROMETHEUS_PORT", String.valueOf(taken.getLocalPort())))) {
      exporter.start(signals);
      assertThat(signals.log.at(Level.WARNING)).hasSize(1);
    }
  }
}
