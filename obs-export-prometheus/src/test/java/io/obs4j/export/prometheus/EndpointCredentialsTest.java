package io.obs4j.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in. */
class EndpointCredentialsTest {

  private final EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));

  private PrometheusEndpoint guarded() {
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.builder()
            .port(0)
            .basicAuth("prometheus", "pass:wörd")
            .bearerToken("tok-en")
            .build();
    endpoint.start(signals);
    return endpoint;
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic cHJvbWV0aGV1czpwYXNzOnfDtnJk", "Bearer tok-en", "bearer tok-en"})
  void metrics_withEitherSecret_areShown(String authorization) throws Exception {
    try (PrometheusEndpoint endpoint = guarded()) {
      HttpResponse<String> response =
          EndpointClient.get(endpoint.port(), "/metrics", "Authorization", authorization);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("test_gauge_0 0");
    }
  }

  @Test
  void metrics_withoutSecret_areRefusedWithBothChallenges() throws Exception {
    try (PrometheusEndpoint endpoint = guarded()) {
      HttpResponse<String> response = EndpointClient.get(endpoint.port(), "/metrics");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().allValues("WWW-Authenticate"))
          .containsExactly(
              "Basic realm=\"metrics\", charset=\"UTF-8\"", "Bearer realm=\"metrics\"");
      assertThat(response.body()).doesNotContain("test_gauge");
      assertThat(signals.failures("unauthorized")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer tok-e",
        "Bearer tok-en2",
        "Bearer ",
        "Bearer",
        "Basic tok-en",
        "Basic !!!",
        "Basic",
        "tok-en",
        "Digest tok-en",
        "Bearer TOK-EN",
      })
  void metrics_withAnotherSecret_areRefused(String authorization) throws Exception {
    try (PrometheusEndpoint endpoint = guarded()) {
      assertThat(
              EndpointClient.get(endpoint.port(), "/metrics", "Authorization", authorization)
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prometheus:", "prometheus:pass", ":pass:wörd", "Prometheus:pass:wörd", ""})
  void metrics_withAnotherPassword_areRefused(String pair) throws Exception {
    try (PrometheusEndpoint endpoint = guarded()) {
      assertThat(
              EndpointClient.get(endpoint.port(), "/metrics", "Authorization", basic(pair))
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void healthy_isOpen_andTheIndexIsNot() throws Exception {
    try (PrometheusEndpoint endpoint = guarded()) {
      assertThat(EndpointClient.get(endpoint.port(), "/-/healthy").statusCode()).isEqualTo(200);
      HttpResponse<String> index = EndpointClient.get(endpoint.port(), "/");
      assertThat(index.statusCode()).isEqualTo(401);
      assertThat(index.body()).doesNotContain("shop");
    }
  }
}
