package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The library's view of itself: its own faults, counted by kind and logged once per change, and the
 * counts that its parts keep of what they do. A {@link MetricSource}, so that all of it is exported.
 *
 * <p>Nothing here throws. Safe for use by any thread.
 */
public final class Diagnostics implements MetricSource {

  private static final int MOST_SUBJECTS = 1_000;

  private final Logger logger;
  private final SelfMetrics metrics = new SelfMetrics();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  private Diagnostics(Logger logger) {
    this.logger = logger;
  }

  /**
   * Diagnostics that log to the {@link System.Logger} named {@code io.obs4j}.
   *
   * @return new diagnostics
   */
  public static Diagnostics create() {
    return new Diagnostics(System.getLogger("io.obs4j"));
  }

  /**
   * Diagnostics that log to a logger.
   *
   * @param logger where faults are told
   * @return new diagnostics
   */
  public static Diagnostics loggingTo(Logger logger) {
    return new Diagnostics(logger);
  }

  /**
   * Counts a fault, and logs it unless this subject is known to be failing.
   *
   * @param kind of fault, from a small fixed set: a label of the exported count
   * @param subject what failed, such as the name of a metric or an endpoint
   * @param message what happened, with the value, the limit and the remedy
   */
  public void fault(String kind, String subject, String message) {
    fault(kind, subject, message, null);
  }

  /**
   * Counts a fault, and logs it unless this subject is known to be failing.
   *
   * @param kind of fault, from a small fixed set: a label of the exported count
   * @param subject what failed, such as the name of a metric or an endpoint
   * @param message what happened, with the value, the limit and the remedy
   * @param cause logged with the message, or null
   */
  public void fault(String kind, String subject, String message, @Nullable Throwable cause) {
    faults(kind).add(1);
    if (failing.size() < MOST_SUBJECTS && failing.add(kind + '\n' + subject)) {
      log(Level.WARNING, message, cause);
    }
  }

  /**
   * Logs that a subject works again, if it was failing; its next fault is logged anew.
   *
   * @param kind of fault
   * @param subject what had failed
   * @param message what is well again
   */
  public void recovered(String kind, String subject, String message) {
    if (failing.remove(kind + '\n' + subject)) {
      log(Level.INFO, message, null);
    }
  }

  /**
   * Logs what a person who starts the service wants to know once, such as where an endpoint listens.
   *
   * @param message one line
   */
  public void inform(String message) {
    log(Level.INFO, message, null);
  }

  /**
   * How many faults of a kind there were.
   *
   * @param kind of fault
   * @return the count
   */
  public long faultCount(String kind) {
    return faults(kind).value();
  }

  /**
   * Where parts of the library count what they do.
   *
   * @return the metrics that are exported with the user's
   */
  public SelfMetrics metrics() {
    return metrics;
  }

  @Override
  public void visit(MetricVisitor visitor) {
    metrics.visit(visitor);
  }

  private SelfMetrics.Cell faults(String kind) {
    return metrics.counter(
        "obs.faults",
        "{fault}",
        "Faults of the observability library itself, by kind.",
        Attributes.builder().put("kind", kind).build());
  }

  private void log(Level level, String message, @Nullable Throwable cause) {
    try {
      logger.log(level, message, cause);
    } catch (RuntimeException e) {
      metrics
          .counter(
              "obs.log.failures",
              "{failure}",
              "Own log lines that the logger threw away with an exception.",
              Attributes.empty())
          .add(1);
    }
  }
}
