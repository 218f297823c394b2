package io.obs4j.http;

import io.obs4j.Obs;
import io.obs4j.core.Clock;
import java.net.http.HttpClient;
import java.util.Objects;

/**
 * Observes the clients of {@code java.net.http}: a span for each call, whose context goes out with
 * the request, and metrics by OpenTelemetry's semantic conventions.
 *
 * <pre>{@code
 * HttpClient client = HttpClientTelemetry.of(obs).wrap(HttpClient.newHttpClient());
 * }</pre>
 *
 * <p>A call has one span, whatever the client does for it: redirections and further attempts with
 * credentials are counted as {@code http.request.resend_count}. A call that is cancelled, times out
 * or fails ends with the class of the exception as the type of its error. WebSockets are handed to
 * the client as they are.
 *
 * <p>Safe for use by any thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/">Semantic conventions for
 *     HTTP</a>
 */
public final class HttpClientTelemetry {

  private final ClientObserver observer;

  private HttpClientTelemetry(Builder builder) {
    observer =
        new ClientObserver(
            builder.obs.openTelemetry(),
            builder.clock,
            builder.redaction,
            builder.requestHeaders,
            builder.responseHeaders);
  }

  /**
   * Observes with all defaults.
   *
   * @param obs gets what is recorded
   * @return new telemetry
   */
  public static HttpClientTelemetry of(Obs obs) {
    return builder(obs).build();
  }

  /**
   * Observes with settings.
   *
   * @param obs gets what is recorded
   * @return a builder
   */
  public static Builder builder(Obs obs) {
    return new Builder(obs);
  }

  /**
   * A client that sends with another one and observes what it sends. The stages of what {@code
   * sendAsync} returns run in the context in which they were attached.
   *
   * @param client sends the requests; one that was wrapped before is not observed twice
   * @return a client with all settings of the other
   */
  public HttpClient wrap(HttpClient client) {
    return ObservedHttpClient.of(client, observer, null);
  }

  /**
   * As {@link #wrap(HttpClient)}, for requests to URLs of one template: it names their spans, and
   * is a label of their metrics.
   *
   * @param client sends the requests; may be one that was wrapped before
   * @param urlTemplate such as {@code /orders/{id}}
   * @return a client with all settings of the other
   */
  public HttpClient wrap(HttpClient client, String urlTemplate) {
    return ObservedHttpClient.of(
        client, observer, Objects.requireNonNull(urlTemplate, "urlTemplate"));
  }

  /** Settings of {@link HttpClientTelemetry}. Not safe for use by several threads at once. */
  public static final class Builder {

    private final Obs obs;
    private Clock clock = Clock.system();
    private Redaction redaction = Redaction.DEFAULT;
    private HeaderCapture requestHeaders = HeaderCapture.NONE;
    private HeaderCapture responseHeaders = HeaderCapture.NONE;

    private Builder(Obs obs) {
      this.obs = Objects.requireNonNull(obs, "obs");
    }

    /**
     * Sets the headers of requests that become attributes of the span, by default none.
     *
     * @param names of headers, whatever the case of their letters; none of them secret
     * @return this builder
     */
    public Builder requestHeaders(String... names) {
      requestHeaders = HeaderCapture.of(HttpAttributes.REQUEST_HEADER, names);
      return this;
    }

    /**
     * Sets the headers of responses that become attributes of the span, by default none.
     *
     * @param names of headers, whatever the case of their letters; none of them secret
     * @return this builder
     */
    public Builder responseHeaders(String... names) {
      responseHeaders = HeaderCapture.of(HttpAttributes.RESPONSE_HEADER, names);
      return this;
    }

    /**
     * Hides the values of further query parameters, as it is done with signatures, tokens and
     * passwords of usual names.
     *
     * @param parameters their names, whatever the case of their letters
     * @return this builder
     */
    public Builder redact(String... parameters) {
      redaction = redaction.and(parameters);
      return this;
    }

    /**
     * Sets the clock, by default the machine's.
     *
     * @param newClock tells how long calls take
     * @return this builder
     */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /**
     * Builds the telemetry.
     *
     * @return new telemetry
     */
    public HttpClientTelemetry build() {
      return new HttpClientTelemetry(this);
    }
  }
}
