package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {

  private static HttpUrl url(String text) {
    return Objects.requireNonNull(HttpUrl.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector, collector, 80, collector",
    "HTTPS://collector/x, collector, 443, collector",
    "http://otel_collector:4318/v1, otel_collector, 4318, otel_collector:4318",
    "http://_a-b.c_, _a-b.c_, 80, _a-b.c_",
    "http://127.0.0.1:1, 127.0.0.1, 1, 127.0.0.1:1",
    "http://[::1]:4318, ::1, 4318, [::1]:4318",
    "http://[fe80::1%25eth0]:4318, fe80::1%eth0, 4318, [fe80::1]:4318",
    "http://[fe80::1%eth0], fe80::1%eth0, 80, [fe80::1]",
  })
  void parse_hostAndPort_areWhereToConnectAndWhatTheServerHears(
      String text, String host, int port, String authority) {
    HttpUrl url = url(text);

    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "collector",
        "collector:4318",
        "ftp://collector",
        "http:/collector",
        "http://",
        "http://:80",
        "http://a b",
        "http://a_b:",
        "http://a_b:x",
        "http://a_b:0",
        "http://a_b:65536",
        "http://a:65536",
        "http://a:0",
        "http://me@a",
        "http://me:secret@a_b",
        "http://a/x#fragment",
        "http://\u00e4",
        "http://a_b,c",
      })
  void parse_nothingToSendTo_isNull(String text) {
    assertThat(HttpUrl.parse(text)).isNull();
  }

  @Test
  void resolve_queryAndSlash_leadToOneResource() {
    assertThat(url("http://a_b:1/x/?key=1").resolve("/v1/traces").target())
        .isEqualTo("/x/v1/traces?key=1");
    assertThat(url("http://a").resolve("/v1/logs")).hasToString("http://a/v1/logs");
    assertThat(url("http://a_b:1/x?key=1")).hasToString("http://a_b:1/x");
  }

  @Test
  void at_anotherPort_keepsTheHostAlone() {
    assertThat(url("https://a_b:4317/").at(4318).resolve("/v1/logs"))
        .hasToString("https://a_b:4318/v1/logs");
  }
}
