package io.obs4j.export.zipkin;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Describes a {@link ZipkinExporter}. Not safe for use by several threads at once. */
public final class ZipkinExporterBuilder {

  /** Where Zipkin is looked for: {@value}. */
  public static final String DEFAULT_ENDPOINT = "http://localhost:9411/api/v2/spans";

  /** How many requests may be under way at once: {@value}. */
  public static final int DEFAULT_CONCURRENCY = 8;

  /** How long a request may take: ten seconds. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final String ENDPOINT = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
  private static final String TIMEOUT = "OTEL_EXPORTER_ZIPKIN_TIMEOUT";
  private static final String EXPECTED_ENDPOINT =
      "an absolute URL of http or https without user and fragment, such as " + DEFAULT_ENDPOINT;

  private static final int MOST_CONCURRENCY = 64;
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  private static final int HIGHEST_PORT = 65_535;
  private static final String CONTENT_TYPE = "application/json";

  /** What RFC 9110 allows in a name besides letters and digits. */
  private static final String MARKS = "!#$%&'*+-.^_`|~";

  /** Those that the exporter writes itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "user-agent");

  private final Map<String, String> headers = new LinkedHashMap<>();
  private URI endpoint = URI.create(DEFAULT_ENDPOINT);
  private Duration timeout = DEFAULT_TIMEOUT;
  private boolean gzip;
  private int concurrency = DEFAULT_CONCURRENCY;
  private @Nullable SSLContext tls;
  private BatchSettings batches = BatchSettings.defaults();

  ZipkinExporterBuilder() {}

  /** What the environment says; a malformed variable leaves the default. */
  ZipkinExporterBuilder environment(Environment environment) {
    Optional<String> url = environment.text(ENDPOINT);
    if (url.isPresent()) {
      URI parsed = parsed(url.get());
      if (parsed == null) {
        environment.malformed(ENDPOINT, shown(url.get()), EXPECTED_ENDPOINT, DEFAULT_ENDPOINT);
      } else {
        endpoint = parsed;
      }
    }
    Duration limit = environment.millis(TIMEOUT, DEFAULT_TIMEOUT);
    boolean longest = limit.isZero() || limit.compareTo(LONGEST_TIMEOUT) > 0;
    timeout = longest ? LONGEST_TIMEOUT : limit;
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
    URI parsed = parsed(value);
    if (parsed == null) {
      throw unusable("endpoint", shown(value), EXPECTED_ENDPOINT);
    }
    endpoint = parsed;
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
    String key = name.toLowerCase(Locale.ROOT);
    if (!isToken(name) || OWN_HEADERS.contains(key)) {
      throw unusable("name", name, "a token of HTTP and none of " + OWN_HEADERS);
    }
    if (!value.equals(value.strip()) || !value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw unusable("value of " + name, "(masked)", "of visible ASCII characters and spaces");
    }
    headers.put(key, value);
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
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST_TIMEOUT) > 0) {
      throw unusable("timeout", value, "above zero, up to " + LONGEST_TIMEOUT);
    }
    timeout = value;
    return this;
  }

  /**
   * Whether requests are compressed, which saves network and costs processor time; off by default.
   *
   * @param on whether they are
   * @return this
   */
  public ZipkinExporterBuilder gzip(boolean on) {
    gzip = on;
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
    if (value < 1 || value > MOST_CONCURRENCY) {
      throw unusable("concurrency", value, "from 1 to " + MOST_CONCURRENCY);
    }
    concurrency = value;
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
    tls = Objects.requireNonNull(context, "context");
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
    return new HttpSettings(
        endpoint, Map.copyOf(headers), CONTENT_TYPE, timeout, gzip, concurrency, tls);
  }

  private static @Nullable URI parsed(String value) {
    try {
      URI uri = new URI(value);
      return isHttp(uri) && value.chars().allMatch(c -> c < 0x80) ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static boolean isHttp(URI uri) {
    String scheme = uri.getScheme();
    return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawFragment() == null
        && uri.getPort() != 0
        && uri.getPort() <= HIGHEST_PORT;
  }

  /** A URL as an error may show it: one with a user may have a password, a query a token. */
  private static String shown(String url) {
    int query = url.indexOf('?');
    return url.indexOf('@') >= 0 ? "(masked)" : query < 0 ? url : url.substring(0, query);
  }

  private static boolean isToken(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0));
  }

  private static IllegalArgumentException unusable(String name, Object value, String expected) {
    return new IllegalArgumentException(name + " is " + value + ", but must be " + expected);
  }
}
