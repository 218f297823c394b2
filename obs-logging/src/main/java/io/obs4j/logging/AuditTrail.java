package io.obs4j.logging;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of the audit's stream, of which the first that takes a line, to where it keeps them, is
 * the last that is asked.
 */
final class AuditTrail {
  /*
   * Counters are made with the first loss: most services have no audit.
   */

  private final LogSink[] sinks;
  private final boolean throwing;
  private final Diagnostics diagnostics;
  private volatile SelfMetrics.@Nullable Gauge failing;

  AuditTrail(LogSink[] sinks, boolean throwing, Diagnostics diagnostics) {
    this.sinks = sinks;
    this.throwing = throwing;
    this.diagnostics = diagnostics;
  }

  /** Hands a line to the first sink that takes it; false if none did. */
  boolean write(ByteSink line, LogLevel level) {
    for (LogSink sink : sinks) {
      try {
        if (sink.writeThrough(line.array(), 0, line.size(), level)) {
          works();
          return true;
        }
      } catch (Throwable e) {
        SinkFault.report(sink, "write", e, diagnostics);
      }
    }
    return false;
  }

  private void works() {
    SelfMetrics.Gauge gauge = failing;
    if (gauge != null) {
      gauge.set(0);
    }
  }

  /**
   * Tells that a line was lost.
   *
   * @throws AuditLossException if that was asked for
   */
  void lost() {
    SelfMetrics.Gauge gauge =
        diagnostics
            .metrics()
            .gauge(
                "obs.log.audit.failing",
                "1",
                "Whether the last line of the audit was lost.",
                Attributes.empty());
    failing = gauge;
    gauge.set(1);
    diagnostics
        .metrics()
        .counter(
            "obs.log.audit.lost",
            "{line}",
            "Lines of the audit that no sink took.",
            Attributes.empty())
        .increment();
    if (throwing) {
      throw new AuditLossException();
    }
  }
}
