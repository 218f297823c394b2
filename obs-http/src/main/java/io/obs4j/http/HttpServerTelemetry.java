package io.obs4j.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import io.obs4j.Obs;
import io.obs4j.core.Clock;
import io.obs4j.core.ServerRequest;
import io.obs4j.logging.AccessLog;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Observes HTTP servers: a span for each request, metrics by OpenTelemetry's semantic conventions,
 * and a line of the access log where it is asked for. Those of {@code com.sun.net.httpserver} by a
 * filter:
 *
 * <pre>{@code
 * HttpServerTelemetry http = HttpServerTelemetry.of(obs);
 * server.createContext("/orders", handler).getFilters().add(http.filter());
 * }</pre>
 *
 * <p>The caller's span is the parent, and the span is current while the handler runs. A request
 * ends when its handler has returned and its response is complete, whichever is later: so a handler
 * may answer on another thread. However many such filters a request passes, it has one span and is
 * measured once; and where another instrumentation has made a span for it before, that one is given
 * the route, and no further is made.
 *
 * <p>An adapter of another server {@linkplain #begin begins} each request and tells what becomes of
 * it; {@code obs-servlet} is one.
 *
 * <p>Safe for use by any thread. No filter throws anything that the handler did not.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/">Semantic conventions for
 *     HTTP</a>
 */
public final class HttpServerTelemetry {

  /** The instrumentation scope of what is recorded here: {@value}. */
  public static final String SCOPE = "io.obs4j.http";

  private final ServerObserver observer;
  private final boolean wantsSizes;

  private HttpServerTelemetry(Builder builder) {
    OpenTelemetry telemetry = builder.obs.openTelemetry();
    wantsSizes = builder.bodySizes || builder.accessLog != null;
    observer =
        new ServerObserver(
            telemetry.getTracer(SCOPE),
            telemetry.getPropagators().getTextMapPropagator(),
            new ServerMetrics(telemetry.getMeter(SCOPE), builder.bodySizes),
            builder.clock,
            builder.redaction,
            builder.requestHeaders,
            builder.responseHeaders,
            builder.accessLog == null ? null : new AccessLines(builder.accessLog));
  }

  /**
   * Observes with all defaults.
   *
   * @param obs gets what is recorded
   * @return new telemetry
   */
  public static HttpServerTelemetry of(Obs obs) {
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
   * The request of an exchange, to be told what only its handler knows. A handler may hand the
   * exchange on, also to another thread.
   *
   * @param exchange that a handler was given
   * @return never null: where no filter observes the exchange, what is told goes nowhere
   */
  public static ServerRequest request(HttpExchange exchange) {
    return exchange.getAttribute(ObservedRequest.ATTRIBUTE) instanceof ServerRequest request
        ? request
        : ServerRequest.current();
  }

  /**
   * A filter whose route is the path of the context that it is added to, such as {@code /orders} of
   * {@code server.createContext("/orders")}. A context at {@code /} takes every path: what it is
   * asked for has no route, unless the handler {@linkplain ServerRequest#route tells} one.
   *
   * @return may be added to any number of contexts
   */
  public Filter filter() {
    return new ServerFilter(observer, null);
  }

  /**
   * A filter with a route of its own.
   *
   * @param route a template that stands for all requests of the context, such as {@code
   *     /orders/{id}}
   * @return may be added to any number of contexts
   */
  public Filter filter(String route) {
    return new ServerFilter(observer, observer.routes().of(Objects.requireNonNull(route, "route")));
  }

  /**
   * Begins a request of a server of one's own. Its {@linkplain ObservedRequest#context() context}
   * is to be made current where it is served.
   *
   * @param exchange tells what is recorded of it
   * @param route a template that stands for the request, null if it is not known, or not yet
   * @return is told what becomes of the request
   */
  public ObservedRequest begin(ServerExchange exchange, @Nullable String route) {
    return observer.begin(exchange, route == null ? Routes.NONE : observer.routes().of(route));
  }

  /**
   * Whether anything comes of the size of a response: an adapter that must be in the way to count
   * it need not be, otherwise.
   *
   * @return false if sizes are neither recorded nor logged
   */
  public boolean wantsSizes() {
    return wantsSizes;
  }

  /** Settings of {@link HttpServerTelemetry}. Not safe for use by several threads at once. */
  public static final class Builder {

    private final Obs obs;
    private Clock clock = Clock.system();
    private Redaction redaction = Redaction.DEFAULT;
    private HeaderCapture requestHeaders = HeaderCapture.NONE;
    private HeaderCapture responseHeaders = HeaderCapture.NONE;
    private boolean bodySizes = true;
    private @Nullable AccessLog accessLog;

    private Builder(Obs obs) {
      this.obs = Objects.requireNonNull(obs, "obs");
    }

    /**
     * Sets the headers of requests that become attributes of the span, such as {@code
     * http.request.header.x-tenant}; by default none.
     *
     * @param names of headers, whatever the case of their letters; none of them secret
     * @return this builder
     */
    public Builder requestHeaders(String... names) {
      requestHeaders = HeaderCapture.of(HttpAttributes.REQUEST_HEADER, names);
      return this;
    }

    /**
     * Sets the headers of responses that become attributes of the span, such as {@code
     * http.response.header.location}; by default none.
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
     * Switches the sizes of bodies, {@code http.server.request.body.size} and {@code
     * http.server.response.body.size}, by default on.
     *
     * @param on whether they are recorded
     * @return this builder
     */
    public Builder bodySizes(boolean on) {
      bodySizes = on;
      return this;
    }

    /**
     * Logs a line for each request, with its span; by default none is.
     *
     * @param log gets the lines
     * @return this builder
     */
    public Builder accessLog(AccessLog log) {
      accessLog = Objects.requireNonNull(log, "log");
      return this;
    }

    /**
     * Sets the clock, by default the machine's.
     *
     * @param newClock tells how long requests take
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
    public HttpServerTelemetry build() {
      return new HttpServerTelemetry(this);
    }
  }
}
