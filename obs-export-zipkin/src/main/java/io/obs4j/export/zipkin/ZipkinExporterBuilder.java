package io.obs4j.export.zipkin;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Environment;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.core.internal.http.HttpSettingsBuilder;
import io.obs4j.core.internal.http.HttpUrl;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Describes a {@link ZipkinExporter}. Not safe for use by several threads at once. */
public final class ZipkinExporterBuilder {

  /** Where Zipkin is looked for: {@value}. */
  public static final String DEFAULT_ENDPOINT = "http://localhost:9411/api/v2/spans";

  /** How many requests may be under way at once: {@value}. */
  public static final int DEFAULT_CONCURRENCY = HttpSettingsBuilder.DEFAULT_CONCURRENCY;

  /** How long a request may take: ten seconds. */
  public static final Duration DEFAULT_TIMEOUT = HttpSettingsBuilder.DEFAULT_TIMEOUT;

  private static final String ENDPOINT = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
  private static final String TIMEOUT = "OTEL_EXPORTER_ZIPKIN_TIMEOUT";
  private static final String CONTENT_TYPE = "application/json";

  private final HttpSettingsBuilder http = new HttpSettingsBuilder(DEFAULT_ENDPOINT);
  private BatchSettings batches = BatchSettings.defaults();

  ZipkinExporterBuilder() {}

  /** What the environment says; a malformed variable leaves the default. */
  ZipkinExporterBuilder environment(Environment environment) {
    Optional<String> url = environment.text(ENDPOINT);
    if (url.isPresent()) {
      HttpUrl parsed = HttpUrl.parse(url.get());
      if (parsed == null) {
        String shown = HttpSettingsBuilder.shown(url.get());
        environment.malformed(ENDPOINT, shown, http.expectedEndpoint(), DEFAULT_ENDPOINT);
      } else {
        http.endpoint(parsed);
      }
    }
    http.timeoutOrLongest(environment.millis(TIMEOUT, DEFAULT_TIMEOUT));
    batches = BatchSettings.spans(environment);
    return this;
  }

  /**
   * Where Zipkin takes in spans; {@value #DEFAULT_ENDPOINT} by default.
   *
   * @param value an absolute URL of {@code http} or {@code https}, used as it is
   * @return this
   * @throws IllegalArgumentException if it is something else, or has a user or a fragment
   */
  public ZipkinExporterBuilder endpoint(String value) {
    http.endpoint(value);
    return this;
  }

  /**
   * A header of every request, such as one with credentials. Given twice, the later value counts.
   *
   * @param name of the header; not one that the exporter writes itself, such as {@code Host}
   * @param value of visible ASCII characters and single spaces; never logged
   * @return this
   * @throws IllegalArgumentException if either cannot be used; the message does not tell the value
   */
  public ZipkinExporterBuilder header(String name, String value) {
    http.header(name, value);
    return this;
  }

  /**
   * How long a request may take, from the connecting to the end of the answer; ten seconds by
   * default. How long a batch is tried is {@link BatchSettings#exportTimeout()}.
   *
   * @param value above zero, up to an hour
   * @return this
   * @throws IllegalArgumentException if it is outside
   */
  public ZipkinExporterBuilder timeout(Duration value) {
    http.timeout(value);
    return this;
  }

  /**
   * Whether requests are compressed, which saves network and costs processor time; off by default.
   *
   * @param on whether they are
   * @return this
   */
  public ZipkinExporterBuilder gzip(boolean on) {
    http.gzip(on);
    return this;
  }

  /**
   * How many requests may be under way at once, each with a thread and a connection that are made
   * when they are needed; {@value #DEFAULT_CONCURRENCY} by default.
   *
   * @param value from 1 to 64
   * @return this
   * @throws IllegalArgumentException if it is outside
   */
  public ZipkinExporterBuilder concurrency(int value) {
    http.concurrency(value);
    return this;
  }

  /**
   * Whom to trust, and who we are, if the endpoint is one of {@code https}; the default of the JVM
   * otherwise.
   *
   * @param context with the certificates
   * @return this
   */
  public ZipkinExporterBuilder tls(SSLContext context) {
    http.tls(context);
    return this;
  }

  /**
   * How spans wait and travel; {@link BatchSettings#defaults()} by default.
   *
   * @param settings of the queue and the batches
   * @return this
   */
  public ZipkinExporterBuilder batches(BatchSettings settings) {
    batches = Objects.requireNonNull(settings, "settings");
    return this;
  }

  /**
   * Makes the exporter.
   *
   * @return an exporter that is not started
   */
  public ZipkinExporter build() {
    return new ZipkinExporter(settings(), batches);
  }

  HttpSettings settings() {
    return http.build(CONTENT_TYPE);
  }
}
