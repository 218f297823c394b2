package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.obs4j.core.Health;
import io.obs4j.core.HealthResult;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/**
 * Tells probes how the service is, as JSON: 200 if it is well, 503 if not. Mounted within a server
 * of one's own, as an {@link HttpHandler} of the JDK's or by {@link #answer}. Who may read the
 * metrics or not may read this: it has no more than names, states and classes of exceptions.
 *
 * <p>Safe for use by any thread.
 */
public final class HealthHandler implements HttpHandler {

  private final Health health;
  private final boolean live;

  private HealthHandler(Health health, boolean live) {
    this.health = Objects.requireNonNull(health, "health");
    this.live = live;
  }

  /**
   * Tells whether the service can do its work.
   *
   * @param health of the service, such as {@code obs.health()}
   * @return a handler, for {@code /-/ready}
   */
  public static HealthHandler ready(Health health) {
    return new HealthHandler(health, /* live= */ false);
  }

  /**
   * Tells whether the process itself works.
   *
   * @param health of the service, such as {@code obs.health()}
   * @return a handler, for {@code /-/live}
   */
  public static HealthHandler live(Health health) {
    return new HealthHandler(health, /* live= */ true);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    answer(new JdkPageExchange(exchange));
  }

  /**
   * Answers one request in a server of any kind.
   *
   * @param exchange of the request
   * @throws IOException if the connection is broken
   */
  public void answer(PageExchange exchange) throws IOException {
    if (Replies.onlyReads(exchange)) {
      boolean well = live ? health.isLive() : health.isReady();
      Replies.json(exchange, well ? Replies.OK : Replies.SERVICE_UNAVAILABLE, page(well));
    }
  }

  private ByteSink page(boolean well) {
    ByteSink sink = new ByteSink(256);
    sink.writeAscii(live ? "{\"live\":" : "{\"ready\":");
    sink.writeAscii(well ? "true" : "false");
    sink.writeAscii(",\"checks\":[");
    boolean first = true;
    for (HealthResult result : health.results()) {
      if (result.liveness() || !live) {
        if (!first) {
          sink.writeByte(',');
        }
        first = false;
        write(sink, result);
      }
    }
    sink.writeAscii("]}\n");
    return sink;
  }

  private static void write(ByteSink sink, HealthResult result) {
    sink.writeAscii("{\"name\":");
    JsonString.write(sink, result.name());
    sink.writeAscii(",\"state\":\"");
    sink.writeAscii(result.state().name().toLowerCase(Locale.ROOT));
    sink.writeByte('"');
    if (!result.detail().isEmpty()) {
      sink.writeAscii(",\"detail\":");
      JsonString.write(sink, result.detail());
    }
    if (result.checkedEpochNanos() != 0) {
      sink.writeAscii(",\"checkedUnixMillis\":");
      sink.writeLong(result.checkedEpochNanos() / 1_000_000);
    }
    sink.writeByte('}');
  }
}
