package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpExchange;
import io.obs4j.core.Health;
import io.obs4j.core.HealthResult;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.io.IOException;
import java.util.Locale;

/**
 * Tells probes how the service is, as JSON: 200 if it is well, 503 if not. Who may read the metrics
 * or not may read this: it has no more than names, states and classes of exceptions.
 */
final class HealthPages {

  static final String READY_PATH = "/-/ready";
  static final String LIVE_PATH = "/-/live";

  private final Health health;

  HealthPages(Health health) {
    this.health = health;
  }

  static boolean has(String path) {
    return path.equals(READY_PATH) || path.equals(LIVE_PATH);
  }

  void handle(HttpExchange exchange, String path) throws IOException {
    boolean live = path.equals(LIVE_PATH);
    boolean well = live ? health.isLive() : health.isReady();
    Replies.json(exchange, well ? Replies.OK : Replies.SERVICE_UNAVAILABLE, page(live, well));
  }

  private ByteSink page(boolean live, boolean well) {
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
