package io.obs4j.spring;

import io.obs4j.export.prometheus.Escaping;
import io.obs4j.export.prometheus.ExpositionFormat;
import io.obs4j.export.prometheus.ExpositionFormat.Encoding;
import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** A format of the page of metrics, as the actuator chooses it by what a scraper accepts. */
enum PageFormat implements Producible<PageFormat> {
  TEXT(Encoding.TEXT),
  OPEN_METRICS(Encoding.OPEN_METRICS),
  PROTOBUF(Encoding.PROTOBUF);

  private final Encoding encoding;

  PageFormat(Encoding encoding) {
    this.encoding = encoding;
  }

  ExpositionFormat format() {
    return new ExpositionFormat(encoding, Escaping.UNDERSCORES);
  }

  /** Spring keeps what it has parsed. */
  @Override
  public MimeType getProducedMimeType() {
    return MimeTypeUtils.parseMimeType(format().contentType());
  }

  /** For who accepts anything. */
  @Override
  public boolean isDefault() {
    return this == TEXT;
  }
}
