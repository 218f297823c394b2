package io.obs4j.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration of a client tells of it.
 *
 * @param clientId null if unknown
 * @param group of a consumer, null if it has none
 * @param host where the brokers are found, null if there are several such places
 * @param port of that host
 */
record ClientFacts(
    @Nullable String clientId, @Nullable String group, @Nullable String host, int port) {

  /** Those of a client that was not configured. */
  static final ClientFacts UNKNOWN = new ClientFacts(null, null, null, 0);

  /** Those of the processing of a consumer group, wherever its records came from. */
  static ClientFacts ofGroup(String group) {
    return new ClientFacts(null, group, null, 0);
  }

  static ClientFacts of(Map<String, ?> configuration) {
    String server = onlyServer(configuration.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    int colon = server == null ? -1 : server.lastIndexOf(':');
    int port = server == null || colon < 0 ? -1 : port(server.substring(colon + 1));
    return new ClientFacts(
        text(configuration.get(CommonClientConfigs.CLIENT_ID_CONFIG)),
        text(configuration.get(CommonClientConfigs.GROUP_ID_CONFIG)),
        server == null || port < 0 ? null : host(server.substring(0, colon)),
        port);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() ? text : null;
  }

  /** The address of the brokers as their users know it; of several it is unknown which answers. */
  private static @Nullable String onlyServer(@Nullable Object servers) {
    if (servers instanceof List<?> list) {
      return list.size() == 1 ? onlyServer(list.get(0)) : null;
    }
    return servers instanceof String text && text.indexOf(',') < 0 ? text.trim() : null;
  }

  private static int port(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return -1; // Kafka itself refuses it.
    }
  }

  private static String host(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
