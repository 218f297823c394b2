package io.obs4j.export.prometheus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link PrometheusEndpoint}, or a {@link PrometheusHandler} for a server of one's own.
 * Not safe for use by several threads at once.
 */
public final class PrometheusEndpointBuilder {

  /** Where the endpoint listens: {@value}, for this machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The port, as the OpenTelemetry specification has it: {@value}. */
  public static final int DEFAULT_PORT = 9464;

  /** The path of the metrics: {@value}. */
  public static final String DEFAULT_PATH = "/metrics";

  /** How many scrapes are answered at once: {@value}. */
  public static final int DEFAULT_MAX_CONCURRENT_SCRAPES = 4;

  /** How long a scrape may take: ten seconds, as long as Prometheus waits by default. */
  public static final Duration DEFAULT_WRITE_TIMEOUT = Duration.ofSeconds(10);

  private static final int MOST_CONCURRENT_SCRAPES = 1_000;
  private static final int MOST_PORT = 65_535;
  private static final Duration LONGEST_WRITE_TIMEOUT = Duration.ofHours(1);
  private static final String PATH = "(/[A-Za-z0-9._~-]+)+";
  private static final String TOKEN = "[!-~]+";

  private final List<Credentials> credentials = new ArrayList<>();
  private String host = DEFAULT_HOST;
  private int port = DEFAULT_PORT;
  private String path = DEFAULT_PATH;
  private @Nullable SSLContext tls;
  private int maxConcurrentScrapes = DEFAULT_MAX_CONCURRENT_SCRAPES;
  private Duration writeTimeout = DEFAULT_WRITE_TIMEOUT;
  private final List<Consumer<PrometheusWriter.Builder>> writer = new ArrayList<>();
  private boolean strict;

  PrometheusEndpointBuilder() {}

  /**
   * Where to listen; {@value #DEFAULT_HOST} by default. {@code 0.0.0.0} opens the endpoint on all
   * interfaces.
   *
   * @param value a name or an address of this machine
   * @return this
   */
  public PrometheusEndpointBuilder host(String value) {
    host = require(value, !value.isBlank(), "host", "a name or an address, such as 0.0.0.0");
    return this;
  }

  /**
   * The port; {@value #DEFAULT_PORT} by default.
   *
   * @param value 0 for any free one, which {@link PrometheusEndpoint#port()} then tells
   * @return this
   * @throws IllegalArgumentException if it is no port
   */
  public PrometheusEndpointBuilder port(int value) {
    port = require(value, value >= 0 && value <= MOST_PORT, "port", "from 0 to " + MOST_PORT);
    return this;
  }

  /**
   * The path of the metrics; {@value #DEFAULT_PATH} by default.
   *
   * @param value such as {@code /internal/metrics}
   * @return this
   * @throws IllegalArgumentException if it has other characters than letters, digits and {@code
   *     ._~-} between the slashes, or is taken
   */
  public PrometheusEndpointBuilder path(String value) {
    boolean usable = value.matches(PATH) && !Routes.isTaken(value);
    path =
        require(
            value,
            usable,
            "path",
            "one like /metrics, of letters, digits and ._~-, and not one of "
                + "/-/healthy, /-/ready, /-/live");
    return this;
  }

  /**
   * Asks for a name and a password. Given several times, or together with a token, any will do.
   *
   * @param user without a colon
   * @param password not empty
   * @return this
   * @throws IllegalArgumentException if either cannot be used; the message does not tell the
   *     password
   */
  public PrometheusEndpointBuilder basicAuth(String user, String password) {
    require(
        user, !user.isEmpty() && user.indexOf(':') < 0, "user", "not empty and without a colon");
    require("(masked)", !password.isEmpty(), "password", "not empty");
    credentials.add(Credentials.basic(user, password));
    return this;
  }

  /**
   * Asks for a token. Given several times, or together with a password, any will do.
   *
   * @param token of visible ASCII characters
   * @return this
   * @throws IllegalArgumentException if it cannot be used; the message does not tell it
   */
  public PrometheusEndpointBuilder bearerToken(String token) {
    require("(masked)", token.matches(TOKEN), "token", "of visible ASCII characters");
    credentials.add(Credentials.bearer(token));
    return this;
  }

  /**
   * Serves HTTPS in place of HTTP.
   *
   * @param context with the key and the certificate of this service
   * @return this
   */
  public PrometheusEndpointBuilder tls(SSLContext context) {
    tls = Objects.requireNonNull(context, "context");
    return this;
  }

  /**
   * How many scrapes are answered at once; {@value #DEFAULT_MAX_CONCURRENT_SCRAPES} by default.
   * More are answered with 503, and counted.
   *
   * @param value from 1 to 1,000
   * @return this
   * @throws IllegalArgumentException if it is outside
   */
  public PrometheusEndpointBuilder maxConcurrentScrapes(int value) {
    maxConcurrentScrapes =
        require(
            value,
            value >= 1 && value <= MOST_CONCURRENT_SCRAPES,
            "maxConcurrentScrapes",
            "from 1 to " + MOST_CONCURRENT_SCRAPES);
    return this;
  }

  /**
   * How long it may take to make the page and to send it; ten seconds by default. A scraper that
   * stops reading is then disconnected, a callback that hangs interrupted. The endpoint gives a
   * request as long again to arrive.
   *
   * @param value above zero, up to an hour
   * @return this
   * @throws IllegalArgumentException if it is outside
   */
  public PrometheusEndpointBuilder writeTimeout(Duration value) {
    writeTimeout =
        require(
            value,
            value.compareTo(Duration.ZERO) > 0 && value.compareTo(LONGEST_WRITE_TIMEOUT) <= 0,
            "writeTimeout",
            "above zero, up to " + LONGEST_WRITE_TIMEOUT);
    return this;
  }

  /**
   * What the pages look like, such as {@code writer(options -> options.exactNames(true))}.
   *
   * @param options applied to each new writer; those given later come later
   * @return this
   */
  public PrometheusEndpointBuilder writer(Consumer<PrometheusWriter.Builder> options) {
    writer.add(Objects.requireNonNull(options, "options"));
    return this;
  }

  /** Makes an address that cannot be listened on fatal. */
  PrometheusEndpointBuilder strict(boolean value) {
    strict = value;
    return this;
  }

  /**
   * Makes the endpoint.
   *
   * @return an endpoint that is not started
   */
  public PrometheusEndpoint build() {
    return new PrometheusEndpoint(new Binding(host, port, path, tls, strict), handler());
  }

  /**
   * Makes a handler for a server of one's own, which decides about address, path and TLS.
   *
   * @return a handler that is not started
   */
  public PrometheusHandler handler() {
    return new PrometheusHandler(credentials, maxConcurrentScrapes, writeTimeout, writer);
  }

  private static <T> T require(T value, boolean usable, String name, String expected) {
    if (!usable) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be " + expected);
    }
    return value;
  }
}
