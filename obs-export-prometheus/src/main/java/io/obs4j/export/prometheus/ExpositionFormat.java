package io.obs4j.export.prometheus;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A form that metrics are shown in: the encoding, and how names are escaped in it.
 *
 * @param encoding of the page
 * @param escaping of names
 */
public record ExpositionFormat(Encoding encoding, Escaping escaping) {

  /** Prometheus text 0.0.4 with underscores, which everything reads. */
  public static final ExpositionFormat TEXT =
      new ExpositionFormat(Encoding.TEXT, Escaping.UNDERSCORES);

  /**
   * Refuses nulls.
   *
   * @param encoding of the page
   * @param escaping of names
   */
  public ExpositionFormat {
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(escaping, "escaping");
  }

  /**
   * What a reply in this format declares.
   *
   * @return the value of the header {@code Content-Type}
   */
  public String contentType() {
    return encoding.mediaType + "; escaping=" + escaping.parameter();
  }

  /** The encodings, those that a scraper without preference gets first. */
  public enum Encoding {
    /** Prometheus text 0.0.4. */
    TEXT("text", "text/plain; version=0.0.4; charset=utf-8"),
    /** Prometheus text 1.0.0, which is 0.0.4 with quoted names. */
    TEXT_1("text_1", "text/plain; version=1.0.0; charset=utf-8"),
    /** OpenMetrics 1.0. */
    OPEN_METRICS("openmetrics", "application/openmetrics-text; version=1.0.0; charset=utf-8"),
    /** Prometheus protobuf, each family preceded by its length. */
    PROTOBUF(
        "protobuf",
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
            + " encoding=delimited");

    private final String label;
    private final String mediaType;

    Encoding(String label, String mediaType) {
      this.label = label;
      this.mediaType = mediaType;
    }

    /** The value of the label {@code format} in the exporter's own metrics. */
    String label() {
      return label;
    }
  }

  /*
   * equals and hashCode are spelled out: those that the JDK derives are linked at their first call,
   * which a start would pay for, and before JDK 19 keep the loader of this class alive.
   */

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExpositionFormat that
        && encoding == that.encoding
        && escaping == that.escaping;
  }

  @Override
  public int hashCode() {
    return 31 * encoding.hashCode() + escaping.hashCode();
  }
}
