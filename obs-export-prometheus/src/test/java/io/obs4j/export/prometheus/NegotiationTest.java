package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.obs4j.export.prometheus.ExpositionFormat.Encoding;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {

  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  @Test
  void format_noHeader_isText() {
    assertThat(Negotiation.format(null).contentType())
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
  }

  @Test
  void format_ofPrometheus2_isOpenMetrics() {
    assertThat(
            Negotiation.format(
                    "application/openmetrics-text;version=1.0.0,"
                        + "application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
                .contentType())
        .isEqualTo(
            "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores");
  }

  @Test
  void format_ofPrometheus2WithNativeHistograms_isProtobuf() {
    assertThat(
            Negotiation.format(
                    PROTOBUF
                        + ",application/openmetrics-text;version=1.0.0;q=0.8,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
                .contentType())
        .isEqualTo(
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                + " encoding=delimited; escaping=underscores");
  }

  @Test
  void format_ofPrometheus3_allowsUtf8() {
    assertThat(
            Negotiation.format(
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                    + "application/openmetrics-text;version=0.0.1;q=0.5,"
                    + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"))
        .isEqualTo(new ExpositionFormat(Encoding.OPEN_METRICS, Escaping.ALLOW_UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */*                                                       | TEXT         | UNDERSCORES
          *                                                         | TEXT         | UNDERSCORES
          text/html,application/xhtml+xml,*/*;q=0.8                 | TEXT         | UNDERSCORES
          text/*                                                    | TEXT         | UNDERSCORES
          application/*                                             | OPEN_METRICS | UNDERSCORES
          text/plain                                                | TEXT         | UNDERSCORES
          text/plain;version=1.0.0;escaping=dots                    | TEXT_1       | DOTS
          text/plain;version=0.0.4;escaping=allow-utf-8             | TEXT         | ALLOW_UTF_8
          text/plain;version=9                                      | TEXT         | UNDERSCORES
          application/openmetrics-text                              | OPEN_METRICS | UNDERSCORES
          APPLICATION/OpenMetrics-Text ; Version="1.0.0"            | OPEN_METRICS | UNDERSCORES
          application/openmetrics-text;version=0.0.1                | TEXT         | UNDERSCORES
          application/openmetrics-text;version=2.0.0,text/plain     | TEXT         | UNDERSCORES
          application/openmetrics-text;q=0,*/*                      | TEXT         | UNDERSCORES
          text/plain;q=0,*/*;q=0.5                                  | OPEN_METRICS | UNDERSCORES
          text/plain;q=0.5,application/openmetrics-text;q=0.6       | OPEN_METRICS | UNDERSCORES
          text/plain;q=0.7,application/openmetrics-text;q=0.6       | TEXT         | UNDERSCORES
          application/openmetrics-text,text/plain                   | OPEN_METRICS | UNDERSCORES
          text/plain,application/openmetrics-text                   | TEXT         | UNDERSCORES
          application/openmetrics-text;escaping=values              | OPEN_METRICS | VALUES
          application/openmetrics-text;escaping=nonsense            | OPEN_METRICS | UNDERSCORES
          application/openmetrics-text;escaping=dots,text/plain;q=0 | OPEN_METRICS | DOTS
          application/vnd.google.protobuf                           | TEXT         | UNDERSCORES
          application/openmetrics-text;q=nonsense                   | OPEN_METRICS | UNDERSCORES
          image/png                                                 | TEXT         | UNDERSCORES
          """)
  void format_header_isWeighed(String accept, Encoding encoding, Escaping escaping) {
    assertThat(Negotiation.format(accept)).isEqualTo(new ExpositionFormat(encoding, escaping));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ",", ";;;", ",;,", "=", "q=1", "\"", "\"\\", "a;b=\"", "/;q=", ";q=0"})
  void format_garbage_isText(String accept) {
    assertThat(Negotiation.format(accept)).isEqualTo(ExpositionFormat.TEXT);
  }

  @Test
  void format_endlessHeader_isReadInPart() {
    String endless = "image/png;q=0.5,".repeat(100_000) + "application/openmetrics-text";

    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> assertThat(Negotiation.format(endless)).isEqualTo(ExpositionFormat.TEXT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          none                      | false
          ''                        | false
          gzip                      | true
          GZIP                      | true
          x-gzip                    | true
          gzip;q=1.0                | true
          gzip;q=0.001              | true
          gzip;q=0                  | false
          gzip;q=0.000              | false
          deflate, gzip             | true
          deflate                   | false
          *                         | true
          *;q=0                     | false
          gzip;q=0,*                | false
          identity                  | false
          identity;q=1,gzip;q=0.5   | false
          identity;q=0.5,gzip;q=0.5 | true
          br;q=1.0, *;q=0.5         | true
          """)
  void gzip_header_isWeighed(String acceptEncoding, boolean expected) {
    assertThat(Negotiation.gzip(acceptEncoding)).isEqualTo(expected);
  }

  @Test
  void format_randomPieces_neverThrows() {
    String[] pieces = {
      "application/openmetrics-text",
      "text/plain",
      "*/*",
      PROTOBUF,
      ";",
      ",",
      "=",
      "q",
      "0.5",
      "version",
      "1.0.0",
      "\"",
      "\\",
      " ",
      "\t",
      "escaping",
      "dots",
      "\u0000",
      "\uD800",
      "q=1e9"
    };
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder header = new StringBuilder();
      for (int j = random.nextInt(20); j > 0; j--) {
        header.append(pieces[random.nextInt(pieces.length)]);
      }
      Negotiation.format(header.toString());
      Negotiation.gzip(header.toString());
    }
  }

  @FuzzTest(maxDuration = "30s")
  void format_anyHeader_isAnswered(FuzzedDataProvider data) {
    String header = data.consumeRemainingAsString();
    assertThat(Negotiation.format(header).contentType()).contains("; escaping=");
    Negotiation.gzip(header);
  }
}
