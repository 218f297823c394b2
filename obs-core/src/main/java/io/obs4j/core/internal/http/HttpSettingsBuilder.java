package io.obs4j.core.internal.http;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Describes {@link HttpSettings}, and refuses what cannot be sent. Not safe for use by several
 * threads at once.
 */
public final class HttpSettingsBuilder {

  /** How many requests may be under way at once, unless said otherwise: {@value}. */
  public static final int DEFAULT_CONCURRENCY = 8;

  /** How long a request may take, unless said otherwise: ten seconds. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** The longest that a request may take: an hour. */
  public static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  private static final int MOST_CONCURRENCY = 64;

  /** What RFC 9110 allows in a name besides letters and digits. */
  private static final String MARKS = "!#$%&'*+-.^_`|~";

  /** Those that are written for every request. */
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
  private final String example;
  private HttpUrl endpoint;
  private Duration timeout = DEFAULT_TIMEOUT;
  private boolean gzip;
  private int concurrency = DEFAULT_CONCURRENCY;
  private @Nullable SSLContext tls;
  private @Nullable ProxySelector proxies;

  /**
   * A builder with the defaults.
   *
   * @param endpoint the default, which is also the example in messages
   */
  public HttpSettingsBuilder(String endpoint) {
    this.example = endpoint;
    this.endpoint = Objects.requireNonNull(HttpUrl.parse(endpoint));
  }

  /**
   * What an endpoint must be, in words.
   *
   * @return to follow "is not" or "must be"
   */
  public String expectedEndpoint() {
    return "an absolute URL of http or https without user and fragment, such as " + example;
  }

  /**
   * Where requests go.
   *
   * @param value an absolute URL
   * @throws IllegalArgumentException if it cannot be used
   */
  public void endpoint(String value) {
    HttpUrl parsed = HttpUrl.parse(value);
    if (parsed == null) {
      throw unusable("endpoint", shown(value), expectedEndpoint());
    }
    endpoint = parsed;
  }

  /**
   * Where requests go.
   *
   * @param url of whatever takes them in
   */
  public void endpoint(HttpUrl url) {
    endpoint = url;
  }

  /**
   * A header of every request; given twice, the later value counts.
   *
   * @param name a token, and none that is written anyway
   * @param value of visible ASCII characters and single spaces
   * @throws IllegalArgumentException if either cannot be used; the message does not tell the value
   */
  public void header(String name, String value) {
    if (!isHeaderName(name)) {
      throw unusable("name", name, "a token of HTTP and none of " + OWN_HEADERS);
    }
    if (!isHeaderValue(value)) {
      throw unusable("value of " + name, "(masked)", "of visible ASCII characters and spaces");
    }
    headers.put(name.toLowerCase(Locale.ROOT), value);
  }

  /**
   * How long a request may take.
   *
   * @param value above zero, up to an hour
   * @throws IllegalArgumentException if it is outside
   */
  public void timeout(Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST_TIMEOUT) > 0) {
      throw unusable("timeout", value, "above zero, up to " + LONGEST_TIMEOUT);
    }
    timeout = value;
  }

  /**
   * How long a request may take, as the environment says it: zero, or more than can be had, is the
   * longest.
   *
   * @param value zero or positive
   */
  public void timeoutOrLongest(Duration value) {
    boolean longest = value.isZero() || value.compareTo(LONGEST_TIMEOUT) > 0;
    timeout = longest ? LONGEST_TIMEOUT : value;
  }

  /**
   * Whether bodies are compressed.
   *
   * @param on whether they are
   */
  public void gzip(boolean on) {
    gzip = on;
  }

  /**
   * How many requests may be under way at once.
   *
   * @param value from 1 to 64
   * @throws IllegalArgumentException if it is outside
   */
  public void concurrency(int value) {
    if (value < 1 || value > MOST_CONCURRENCY) {
      throw unusable("concurrency", value, "from 1 to " + MOST_CONCURRENCY);
    }
    concurrency = value;
  }

  /**
   * Whom to trust, and who we are.
   *
   * @param context with the certificates
   */
  public void tls(SSLContext context) {
    tls = Objects.requireNonNull(context, "context");
  }

  /**
   * Chooses the proxy.
   *
   * @param selector asked for each new connection
   */
  public void proxies(ProxySelector selector) {
    proxies = Objects.requireNonNull(selector, "selector");
  }

  /**
   * The settings.
   *
   * @param contentType of all bodies
   * @return immutable
   */
  public HttpSettings build(String contentType) {
    return new HttpSettings(
        endpoint, Map.copyOf(headers), contentType, timeout, gzip, concurrency, tls, proxies);
  }

  /**
   * A URL as an error may show it: one with a user may have a password, a query a token.
   *
   * @param url any text
   * @return without what may be secret
   */
  public static String shown(String url) {
    int query = url.indexOf('?');
    return url.indexOf('@') >= 0 ? "(masked)" : query < 0 ? url : url.substring(0, query);
  }

  /**
   * Whether a header may have this name.
   *
   * @param name any text
   * @return false if it is no token of HTTP, or is written anyway
   */
  public static boolean isHeaderName(String name) {
    return isToken(name) && !OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isToken(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0));
  }

  /**
   * Whether a header may have this value.
   *
   * @param value any text
   * @return false if it could not be sent, or would be read as something else
   */
  public static boolean isHeaderValue(String value) {
    return value.equals(value.strip()) && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }

  private static IllegalArgumentException unusable(String name, Object value, String expected) {
    return new IllegalArgumentException(name + " is " + value + ", but must be " + expected);
  }
}
