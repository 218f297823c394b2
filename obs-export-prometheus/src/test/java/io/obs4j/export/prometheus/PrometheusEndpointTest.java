package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each route answers. */
class PrometheusEndpointTest {

  private final EndpointSignals signals =
      EndpointSignals.of(EndpointSignals.gauges(3), "<shop> & \"sons\"");
  private final PrometheusEndpoint endpoint = PrometheusEndpoint.onPort(0);

  @AfterEach
  void close() {
    endpoint.close();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return EndpointClient.send(method, endpoint.port(), path, headers);
  }

  @Test
  void metrics_withoutAccept_isPlainText() throws Exception {
    endpoint.start(signals);
    HttpResponse<String> response = send("GET", "/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().allValues("Content-Type"))
        .containsExactly("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
    assertThat(response.body()).contains("test_gauge_0 0", "test_gauge_1 1", "test_gauge_2 2");
    assertThat(response.headers().firstValue("Content-Length"))
        .contains(String.valueOf(response.body().length()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text | application/openmetrics-text; version=1.0.0; charset=utf-8;"
            + " escaping=underscores",
        "application/openmetrics-text;q=0.3,text/plain;q=0.4 | text/plain; version=0.0.4;"
            + " charset=utf-8; escaping=underscores",
      })
  void metrics_withAccept_hasTheTypeThatWasAskedFor(String accept, String type) throws Exception {
    endpoint.start(signals);
    assertThat(send("GET", "/metrics", "Accept", accept).headers().firstValue("Content-Type"))
        .contains(type);
  }

  @Test
  void metrics_withSeveralAcceptHeaders_readsThemAsOne() throws Exception {
    endpoint.start(signals);
    HttpResponse<String> response =
        send(
            "GET",
            "/metrics",
            "Accept",
            "text/plain;q=0.1",
            "Accept",
            "application/openmetrics-text");
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
  }

  @Test
  void metrics_withGzip_isCompressed() throws Exception {
    endpoint.start(EndpointSignals.of(EndpointSignals.gauges(2_000)));
    HttpResponse<byte[]> response =
        EndpointClient.getBytes(endpoint.port(), "/metrics", "Accept-Encoding", "deflate, gzip");
    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(response.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
    byte[] page = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    assertThat(response.body().length).isLessThan(page.length / 4);
    assertThat(new String(page, StandardCharsets.UTF_8)).contains("test_gauge_1999 1999");
  }

  @Test
  void metrics_largerThanWhatIsHeldBack_arriveWhole() throws Exception {
    endpoint.start(EndpointSignals.of(EndpointSignals.gauges(20_000)));
    HttpResponse<String> response = send("GET", "/metrics");
    assertThat(response.body()).contains("test_gauge_0 0", "test_gauge_19999 19999");
    assertThat(response.headers().firstValue("Transfer-Encoding")).contains("chunked");
  }

  @Test
  void metrics_ofNothingAtAll_areAnEmptyPage() throws Exception {
    endpoint.start(EndpointSignals.of(visitor -> {}));
    HttpResponse<String> response = send("GET", "/metrics?name[]=absent".replace("[]", "%5B%5D"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void metrics_byName_areThoseAskedFor() throws Exception {
    endpoint.start(signals);
    String page = send("GET", "/metrics?name%5B%5D=test_gauge_0&name%5b%5d=test%5Fgauge_2").body();
    assertThat(page).contains("test_gauge_0 0", "test_gauge_2 2").doesNotContain("test_gauge_1");
  }

  @Test
  void metrics_byTooManyNames_isRefused() throws Exception {
    endpoint.start(signals);
    StringBuilder query = new StringBuilder("/metrics?");
    for (int i = 0; i <= NameQuery.MOST_NAMES; i++) {
      query.append("name%5B%5D=").append(i).append('&');
    }
    HttpResponse<String> response = send("GET", query.toString());
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("1000");
    assertThat(signals.failures("malformed")).isEqualTo(1);
  }

  @Test
  void healthy_isOk() throws Exception {
    endpoint.start(signals);
    HttpResponse<String> response = send("GET", "/-/healthy");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("ok\n");
  }

  @Test
  void index_linksToTheRoutes_andEscapesTheService() throws Exception {
    endpoint.start(signals);
    HttpResponse<String> response = send("GET", "/");
    assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(response.body())
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>&lt;shop&gt; &amp; \"sons\"</h1>")
        .contains("href=\"./metrics\"", "href=\"./-/healthy\"")
        .doesNotContain("<shop>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/-/healthy", "/"})
  void head_hasTheHeadersAndNoBody(String path) throws Exception {
    endpoint.start(signals);
    HttpResponse<String> response = send("HEAD", path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("Content-Type"))
        .isEqualTo(send("GET", path).headers().firstValue("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"})
  void otherMethods_areRefusedWithWhatIsAllowed(String method) throws Exception {
    endpoint.start(signals);
    for (String path : new String[] {"/metrics", "/-/healthy", "/"}) {
      HttpResponse<String> response = send(method, path);
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/metric", "/metrics/", "/metricsfoo", "/metrics/..", "/-/", "/index.html"})
  void otherPaths_areNotFound(String path) throws Exception {
    endpoint.start(signals);
    assertThat(send("GET", path).statusCode()).isEqualTo(404);
  }

  @Test
  void path_isConfigurable() throws Exception {
    try (PrometheusEndpoint other =
        PrometheusEndpoint.builder().port(0).path("/internal/prom").build()) {
      other.start(signals);
      assertThat(EndpointClient.get(other.port(), "/internal/prom").body())
          .contains("test_gauge_0 0");
    }
  }
}
