package io.obs4j.weave;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.obs4j.Obs;
import io.obs4j.export.prometheus.PrometheusWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What Prometheus reads, without exemplars. */
final class Pages {

  private Pages() {}

  static String of(Obs obs) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try (PrometheusWriter writer =
        PrometheusWriter.of(obs.metrics(), obs.resource(), obs.diagnostics())) {
      writer.write(page, "text/plain; version=0.0.4");
    }
    return page.toString(UTF_8);
  }
}
