package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the builder refuses. */
class PrometheusEndpointBuilderTest {

  private final PrometheusEndpointBuilder builder = PrometheusEndpoint.builder();

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void port_outsideOfTheRange_isRefusedNamingIt(int port) {
    assertThatThrownBy(() -> PrometheusEndpoint.onPort(port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port is " + port + ", but must be from 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "metrics", "/a b", "/a?b", "/a//b", "/a/", "/-/healthy", "/<b>"})
  void path_thatCannotBeServed_isRefused(String path) {
    assertThatThrownBy(() -> builder.path(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sec ret", "secrét", "secret\n"})
  void bearerToken_thatNoHeaderCanCarry_isRefusedWithoutTellingIt(String token) {
    assertThatThrownBy(() -> builder.bearerToken(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("masked")
        .hasMessageNotContaining("sec");
  }

  @Test
  void basicAuth_thatCannotBeTold_isRefusedWithoutTellingThePassword() {
    assertThatThrownBy(() -> builder.basicAuth("a:b", "secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a:b")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> builder.basicAuth("", "secret"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.basicAuth("user", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void limits_outsideOfTheirRange_areRefused() {
    assertThatThrownBy(() -> builder.maxConcurrentScrapes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 1 to 1000");
    assertThatThrownBy(() -> builder.maxConcurrentScrapes(1_001))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.writeTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT1H");
    assertThatThrownBy(() -> builder.writeTimeout(Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.host(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void build_twice_makesIndependentEndpoints() throws Exception {
    EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));
    builder.port(0).bearerToken("first");
    try (PrometheusEndpoint first = builder.build();
        PrometheusEndpoint second = builder.bearerToken("second").build()) {
      first.start(signals);
      second.start(signals);
      assertThat(first.port()).isNotEqualTo(second.port());
      assertThat(status(first, "second")).isEqualTo(401);
      assertThat(status(second, "first")).isEqualTo(200);
      assertThat(status(second, "second")).isEqualTo(200);
    }
  }

  private static int status(PrometheusEndpoint endpoint, String token) throws Exception {
    return EndpointClient.get(endpoint.port(), "/metrics", "Authorization", "Bearer " + token)
        .statusCode();
  }

  @Test
  void writer_options_applyToThePages() throws Exception {
    EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));
    try (PrometheusEndpoint endpoint =
        builder.port(0).writer(options -> options.targetInfo(false)).build()) {
      endpoint.start(signals);
      assertThat(EndpointClient.get(endpoint.port(), "/metrics").body())
          .contains("test_gauge_0 0")
          .doesNotContain("target_info");
    }
  }
}
