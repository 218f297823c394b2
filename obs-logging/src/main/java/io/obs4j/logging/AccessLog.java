package io.obs4j.logging;

import io.obs4j.logging.format.LogLevel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line for each request that an HTTP server has answered, in the {@linkplain LogStream#ACCESS
 * access} stream, under the names of OpenTelemetry's semantic conventions.
 *
 * <pre>{@code
 * access.request("GET", "/orders/{id}")
 *     .path("/orders/17").status(200).durationNanos(took).bytes(512).user("alice")
 *     .log();
 * }</pre>
 *
 * <p>Safe for use by any thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">OpenTelemetry,
 *     semantic conventions for HTTP</a>
 */
public final class AccessLog {

  private final Logging logging;

  AccessLog(Logging logging) {
    this.logging = logging;
  }

  /**
   * Begins to tell of a request.
   *
   * @param method such as {@code GET}
   * @param route the endpoint, as a template, such as {@code /orders/{id}}; null if there is none
   * @return to be completed and logged
   */
  public Request request(String method, @Nullable String route) {
    return new Request(logging, Objects.requireNonNull(method, "method"), route);
  }

  /**
   * A request that was answered. What is not set is left out, and so is the diagnostic context of
   * the thread. Not safe for use by several threads at once.
   */
  public static final class Request {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Stands in the message for the route that there is not. */
    private static final String NO_ROUTE = "-";

    private final Logging logging;
    private final StreamEvent event;
    private final String method;
    private final @Nullable String route;
    private int status;

    private Request(Logging logging, String method, @Nullable String route) {
      this.logging = logging;
      this.method = method;
      this.route = route;
      event = new StreamEvent("access", LogLevel.INFO);
      event.add("http.request.method", method);
      if (route != null) {
        event.add("http.route", route);
      }
    }

    /**
     * Sets the path that was asked for.
     *
     * @param path without the query, which may hold secrets
     * @return this
     */
    public Request path(String path) {
      event.add("url.path", path);
      return this;
    }

    /**
     * Sets the status of the response.
     *
     * @param newStatus such as 200
     * @return this
     */
    public Request status(int newStatus) {
      status = newStatus;
      event.add("http.response.status_code", newStatus);
      return this;
    }

    /**
     * Sets how long the answer took; told in seconds.
     *
     * @param nanos in nanoseconds
     * @return this
     */
    public Request durationNanos(long nanos) {
      event.add("http.server.request.duration", nanos / NANOS_PER_SECOND);
      return this;
    }

    /**
     * Sets the size of the body of the response.
     *
     * @param bytes as sent
     * @return this
     */
    public Request bytes(long bytes) {
      event.add("http.response.body.size", bytes);
      return this;
    }

    /**
     * Sets who asked.
     *
     * @param id of the user
     * @return this
     */
    public Request user(String id) {
      event.add("user.id", id);
      return this;
    }

    /**
     * Sets where the request came from.
     *
     * @param address of the client
     * @return this
     */
    public Request client(String address) {
      event.add("client.address", address);
      return this;
    }

    /**
     * Adds a further fact.
     *
     * @param key its name
     * @param value a text, number or flag
     * @return this
     */
    public Request with(String key, Object value) {
      event.add(key, value);
      return this;
    }

    /** Logs the request, with the span that is current; to be called once. Never throws. */
    public void log() {
      String target = route == null ? NO_ROUTE : route;
      if (status == 0) {
        event.say("{} {}", method, target);
      } else {
        event.say("{} {} {}", method, target, status);
      }
      event.log(logging, LogStream.ACCESS);
    }
  }
}
