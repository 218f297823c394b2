package io.obs4j.examples.shop;

import io.obs4j.core.Signal;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much has arrived of each service and signal: points of metrics, spans of traces, records of
 * logs. Safe for use by any thread.
 */
final class Arrivals {

  private static final long BYTES_PER_KIB = 1_024;

  private final Map<String, Map<Signal, Long>> records = new TreeMap<>();
  private final Map<Signal, Long> requests = new EnumMap<>(Signal.class);
  private final Map<Signal, Long> bytes = new EnumMap<>(Signal.class);

  synchronized void request(Signal signal, long size) {
    requests.merge(signal, 1L, Long::sum);
    bytes.merge(signal, size, Long::sum);
  }

  synchronized void records(String service, Signal signal, long count) {
    records
        .computeIfAbsent(service, name -> new EnumMap<>(Signal.class))
        .merge(signal, count, Long::sum);
  }

  synchronized long of(String service, Signal signal) {
    return records.getOrDefault(service, Map.of()).getOrDefault(signal, 0L);
  }

  /** A row for each service, and what the network carried. */
  synchronized String table() {
    StringBuilder table = new StringBuilder();
    row(table, "arrived", "points", "spans", "log records");
    records.forEach((service, counts) -> row(table, service, counts));
    row(table, "requests", requests);
    Map<Signal, Long> kibibytes = new EnumMap<>(bytes);
    kibibytes.replaceAll((signal, size) -> (size + BYTES_PER_KIB - 1) / BYTES_PER_KIB);
    row(table, "KiB", kibibytes);
    return table.toString();
  }

  private static void row(StringBuilder table, String name, Map<Signal, Long> counts) {
    row(
        table,
        name,
        counts.getOrDefault(Signal.METRICS, 0L),
        counts.getOrDefault(Signal.TRACES, 0L),
        counts.getOrDefault(Signal.LOGS, 0L));
  }

  private static void row(
      StringBuilder table, String name, Object metrics, Object traces, Object logs) {
    table.append("  %-12s %12s %12s %12s%n".formatted(name, metrics, traces, logs));
  }
}
