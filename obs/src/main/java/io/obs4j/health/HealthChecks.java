package io.obs4j.health;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Health;
import io.obs4j.core.HealthResult;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Gauge;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.StateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one service, made in the background: each on a daemon thread of its own, one at a
 * time, as often as it says. What was found last is in the metrics {@code health.check.up} (1 or 0)
 * and {@code health.check.state} (a state set), both with the label {@code check}, and on the
 * endpoint of Prometheus on {@code /-/ready} and {@code /-/live}. A change is told in one log line.
 *
 * <p>There is no thread before a check is added. Safe for use by any thread.
 */
public final class HealthChecks implements Health, AutoCloseable {

  /** How many checks there may be: {@value}. */
  public static final int MOST_CHECKS = 64;

  /*
   * The lock guards the list of checks and the timer. A result is a volatile field of its check; who
   * asks takes no lock, and waits for nobody.
   */

  private final Metrics metrics;
  private final Clock clock;
  private final Diagnostics diagnostics;
  private final List<RepeatedCheck> checks = new CopyOnWriteArrayList<>();
  private @Nullable ScheduledThreadPoolExecutor timer;
  private boolean closed;

  /**
   * No checks yet.
   *
   * @param metrics where the states are shown
   * @param clock tells when a state was found
   * @param diagnostics where changes are told
   */
  public HealthChecks(Metrics metrics, Clock clock, Diagnostics diagnostics) {
    this.metrics = metrics;
    this.clock = clock;
    this.diagnostics = diagnostics;
  }

  /**
   * Adds a check, and makes it for the first time at once. After the close it is not made, and
   * stays unknown.
   *
   * @param check with a name that no other one has
   * @throws IllegalArgumentException if there is one of that name
   * @throws IllegalStateException if there are as many as there may be
   */
  public synchronized void add(HealthCheck check) {
    for (RepeatedCheck each : checks) {
      if (each.name().equals(check.name())) {
        throw new IllegalArgumentException(
            "There is a health check named " + check.name() + " already; choose another name.");
      }
    }
    if (checks.size() == MOST_CHECKS) {
      throw new IllegalStateException(
          "There are " + MOST_CHECKS + " health checks, as many as there may be. Join some.");
    }
    Family<Gauge> up =
        metrics
            .gauge("health.check.up")
            .help("Whether what a health check asks is well, 1 or 0.")
            .labels("check");
    Family<StateSet> states =
        metrics
            .stateSet("health.check.state")
            .states("up", "down", "unknown")
            .help("What a health check found last.")
            .labels("check");
    RepeatedCheck added =
        new RepeatedCheck(check, clock, diagnostics, up.of(check.name()), states.of(check.name()));
    checks.add(added);
    if (!closed) {
      added.start(timer());
    }
  }

  @Override
  public List<HealthResult> results() {
    List<HealthResult> results = new ArrayList<>();
    for (RepeatedCheck check : checks) {
      results.add(check.result());
    }
    return results;
  }

  /** Makes no more checks; those under way are interrupted. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.shutdownNow();
    }
    for (RepeatedCheck check : checks) {
      check.stop();
    }
  }

  private ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor present = timer;
    if (present == null) {
      present = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "obs-health"));
      present.setRemoveOnCancelPolicy(true);
      timer = present;
    }
    return present;
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }
}
