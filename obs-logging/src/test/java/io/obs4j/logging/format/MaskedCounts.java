package io.obs4j.logging.format;

import io.obs4j.core.Diagnostics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/** Reads how many secrets were masked. */
final class MaskedCounts {

  private MaskedCounts() {}

  static long of(Diagnostics diagnostics, String kind) {
    return diagnostics
        .metrics()
        .counter(
            "obs.log.masked",
            "{secret}",
            "Secrets that were masked in log lines, by kind.",
            Attributes.of(AttributeKey.stringKey("kind"), kind))
        .longValue();
  }
}
