package io.obs4j.export.prometheus;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts the scrapes that were not answered in full, by reason. Safe for use by any thread. */
final class ScrapeFailures {

  /** Why a scrape was not answered in full. */
  enum Reason {
    /** It asked for something that cannot be understood. */
    MALFORMED,
    /** It showed no credentials, or wrong ones. */
    UNAUTHORIZED,
    /** Too many others were being answered. */
    BUSY,
    /** All threads of the endpoint were taken, so the connection was closed. */
    REFUSED,
    /** A metric could not be read or written. */
    FAULT,
    /** The scraper read too slowly, or not at all. */
    TIMEOUT,
    /** The scraper went away. */
    DISCONNECTED
  }

  private final Map<Reason, SelfMetrics.Counter> counters = new EnumMap<>(Reason.class);

  ScrapeFailures(Diagnostics diagnostics) {
    for (Reason reason : Reason.values()) {
      String value = reason.name().toLowerCase(Locale.ROOT);
      counters.put(
          reason,
          diagnostics
              .metrics()
              .counter(
                  "obs.prometheus.scrape.failures",
                  "{scrape}",
                  "Scrapes that were not answered in full, by reason.",
                  Attributes.builder().put("reason", value).build()));
    }
  }

  void count(Reason reason) {
    SelfMetrics.Counter counter = counters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
