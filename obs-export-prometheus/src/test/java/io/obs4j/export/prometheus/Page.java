package io.obs4j.export.prometheus;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricSource;
import io.obs4j.core.Resource;
import io.opentelemetry.api.common.Attributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Makes pages of a source. */
final class Page {

  static final ExpositionFormat OPEN_METRICS =
      new ExpositionFormat(ExpositionFormat.Encoding.OPEN_METRICS, Escaping.UNDERSCORES);

  private Page() {}

  static PrometheusWriter.Builder builder(MetricSource source) {
    return PrometheusWriter.builder(source, Resource.of(Attributes.empty()), Diagnostics.create());
  }

  static String text(MetricSource source) {
    return of(builder(source).build(), ExpositionFormat.TEXT);
  }

  static String openMetrics(MetricSource source) {
    return of(builder(source).build(), OPEN_METRICS);
  }

  static String of(PrometheusWriter writer, ExpositionFormat format) {
    return new String(bytes(writer, format, Set.of()), StandardCharsets.UTF_8);
  }

  static byte[] bytes(PrometheusWriter writer, ExpositionFormat format, Set<String> names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, format, names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
