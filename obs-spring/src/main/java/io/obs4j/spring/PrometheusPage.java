package io.obs4j.spring;

import io.obs4j.export.prometheus.PrometheusWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The endpoint {@code prometheus} of the actuator: on its port, below its path, by its rules of
 * exposure and access. Safe for use by any thread.
 */
@WebEndpoint(id = "prometheus")
final class PrometheusPage implements AutoCloseable {

  private static final int MORE = 1_024;

  private final PrometheusWriter writer;
  private volatile int lastSize;

  PrometheusPage(PrometheusWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes a page.
   *
   * @param format chosen by the header {@code Accept}
   * @param includedNames of the metrics to show; null for all
   * @return the page
   */
  @ReadOperation(producesFrom = PageFormat.class)
  public WebEndpointResponse<byte[]> scrape(
      PageFormat format,
      // Spring Boot 3 looks for the annotation of Spring, 4 for that of JSpecify.
      @org.springframework.lang.Nullable @Nullable Set<String> includedNames) {
    ByteArrayOutputStream page = new ByteArrayOutputStream(lastSize + MORE);
    try {
      writer.write(page, format.format(), includedNames == null ? Set.of() : includedNames);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array has room
    }
    if (includedNames == null) {
      lastSize = page.size();
    }
    return new WebEndpointResponse<>(page.toByteArray(), format);
  }

  @Override
  public void close() {
    writer.close();
  }
}
