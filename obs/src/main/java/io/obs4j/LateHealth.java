package io.obs4j;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Health;
import io.obs4j.core.HealthResult;
import io.obs4j.health.HealthChecks;
import io.obs4j.metrics.Metrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes room for health checks when they are first wanted: most services start without. */
final class LateHealth implements Health {

  private final Metrics metrics;
  private final Clock clock;
  private final Diagnostics diagnostics;
  private volatile @Nullable HealthChecks checks;
  private boolean closed;

  LateHealth(Metrics metrics, Clock clock, Diagnostics diagnostics) {
    this.metrics = metrics;
    this.clock = clock;
    this.diagnostics = diagnostics;
  }

  synchronized HealthChecks checks() {
    HealthChecks present = checks;
    if (present == null) {
      present = new HealthChecks(metrics, clock, diagnostics);
      if (closed) {
        present.close();
      }
      checks = present;
    }
    return present;
  }

  @Override
  public List<HealthResult> results() {
    HealthChecks present = checks;
    return present == null ? List.of() : present.results();
  }

  synchronized void close() {
    closed = true;
    HealthChecks present = checks;
    if (present != null) {
      present.close();
    }
  }
}
