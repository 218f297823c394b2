package io.obs4j.export.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.internal.http.HttpSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the builder refuses, and how it says so. */
class ZipkinExporterBuilderTest {

  private final ZipkinExporterBuilder builder = ZipkinExporter.builder();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:9411",
        "/api/v2/spans",
        "ftp://localhost/x",
        "http:///x",
        "http://local host/x",
        "http://localhost:0/x",
        "http://localhost:65536/x",
        "http://localhost/x#y",
        "http://localhost/\u00e9",
      })
  void endpoint_thatIsNone_throwsWithTheValueAndAnExample(String url) {
    assertThatThrownBy(() -> builder.endpoint(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint is " + url + ", but must be ")
        .hasMessageContaining(ZipkinExporterBuilder.DEFAULT_ENDPOINT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:s3cret@localhost/x",
        "localhost/x?key=s3cret",
        "http://localhost/x?key=s3cret#y",
      })
  void endpoint_withASecret_throwsWithoutIt(String url) {
    assertThatThrownBy(() -> builder.endpoint(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "\u00e9", "Host", "content-length", "Transfer-Encoding"})
  void header_nameThatCannotBeSent_throws(String name) {
    assertThatThrownBy(() -> builder.header(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name is " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\r\nX: y", " s3cret", "s3cret\u00e9", "s3cret\t"})
  void header_valueThatCannotBeSent_throwsWithoutIt(String value) {
    assertThatThrownBy(() -> builder.header("Authorization", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value of Authorization")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.001S"})
  void timeout_outside_throws(Duration timeout) {
    assertThatThrownBy(() -> builder.timeout(timeout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout is " + timeout + ", but must be above zero, up to PT1H");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65})
  void concurrency_outside_throws(int value) {
    assertThatThrownBy(() -> builder.concurrency(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concurrency is " + value + ", but must be from 1 to 64");
  }

  @ParameterizedTest
  @CsvSource({
    "http://z, z, 80, http://z/",
    "https://z/a, z, 443, https://z/a",
    "HTTPS://z:8443/a?k=s3cret, z, 8443, HTTPS://z:8443/a",
    "http://[::1]:9411/a, ::1, 9411, http://[::1]:9411/a",
  })
  void settings_ofAnEndpoint_areItsParts(String url, String host, int port, String shown) {
    HttpSettings settings = builder.endpoint(url).settings();

    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.port()).isEqualTo(port);
    assertThat(settings.shown()).isEqualTo(shown);
    assertThat(settings).hasToString(shown);
  }

  @Test
  void header_givenTwice_isTheLater() {
    HttpSettings settings = builder.header("X-Key", "first").header("x-key", "last").settings();

    assertThat(settings.headers()).containsOnlyKeys("x-key").containsValue("last");
  }
}
