package io.obs4j.export.zipkin;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.JsonString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from the attributes of a span which service it called. Zipkin draws its map of
 * dependencies from the name, so an address that has none is the name, too. Not safe for use by
 * several threads at once.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/#remote-endpoint">OpenTelemetry
 *     to Zipkin, remote endpoint</a>
 */
final class RemoteEndpoint {

  /** Where the name is, the best first; some come with the port in an attribute of its own. */
  private static final String[][] RANKS = {
    {"peer.service"},
    {"server.address"},
    {"net.peer.name"},
    {"network.peer.address", "network.peer.port"},
    {"server.socket.domain"},
    {"server.socket.address", "server.socket.port"},
    {"net.sock.peer.name"},
    {"net.sock.peer.addr", "net.sock.peer.port"},
    {"peer.hostname"},
    {"peer.address"},
    {"db.name"},
  };

  private static final int HIGHEST_PORT = 65_535;
  private static final Map<String, Integer> NAMES = new HashMap<>();
  private static final Map<String, Integer> PORTS = new HashMap<>();

  static {
    for (int rank = 0; rank < RANKS.length; rank++) {
      NAMES.put(RANKS[rank][0], rank);
      if (RANKS[rank].length > 1) {
        PORTS.put(RANKS[rank][1], rank);
      }
    }
  }

  private final long[] ports = new long[RANKS.length];
  private @Nullable String name;
  private int rank;

  void begin() {
    name = null;
    rank = RANKS.length;
    Arrays.fill(ports, 0);
  }

  /** Looks at an attribute. */
  void offer(String key, Object value) {
    if (value instanceof String text) {
      Integer found = NAMES.get(key);
      if (found != null && found < rank && !text.isEmpty()) {
        rank = found;
        name = text;
      }
    } else if (value instanceof Long port) {
      Integer found = PORTS.get(key);
      if (found != null && port > 0 && port <= HIGHEST_PORT) {
        ports[found] = port;
      }
    }
  }

  /** Writes the member of the span, if there is anything to tell. */
  void end(ByteSink sink) {
    if (name != null) {
      sink.writeAscii(",\"remoteEndpoint\":{\"serviceName\":");
      JsonString.write(sink, name);
      if (ports[rank] != 0) {
        sink.writeAscii(",\"port\":");
        sink.writeLong(ports[rank]);
      }
      sink.writeByte('}');
    }
  }
}
