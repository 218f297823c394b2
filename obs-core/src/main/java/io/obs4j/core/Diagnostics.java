package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The library's view of itself: its own faults, and the counts that its parts keep of what they do.
 * A {@link MetricSource}, so that all of it is exported.
 *
 * <p>Every fault is counted, in {@code obs.faults} by kind. It is logged once: while a subject is
 * failing, further faults of the same kind and subject are only counted, until {@link #recovered}
 * is called for it. At most 1,000 subjects are remembered as failing; faults of others are then
 * only counted, which is logged once.
 *
 * <p>Nothing here throws, whatever the logger does. Safe for use by any thread.
 */
public final class Diagnostics implements MetricSource {

  /*
   * The set of failing subjects decides who logs: of the threads that report the same fault the one
   * that adds it, of those that report its recovery the one that removes it. A permit is taken
   * before each addition and given back after each removal, so the set never exceeds its limit. No
   * lock is held while logging. A fault that overtakes a recovery may be counted without a line of
   * its own; the next one is logged.
   */

  private static final int MOST_SUBJECTS = 1_000;

  /** Null for the one that is looked up when there is something to log. */
  private final @Nullable Logger logger;

  private final SelfMetrics metrics;
  private final SelfFamily<SelfMetrics.Counter> faults;
  private final SelfFamily<SelfMetrics.Counter> logFailures;
  private final Set<Subject> failing = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MOST_SUBJECTS);
  private final AtomicBoolean fullTold = new AtomicBoolean();

  /** Methods spelled out, as those of {@link MetricFamily} are. */
  private record Subject(String kind, String name) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Subject that && kind.equals(that.kind) && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return 31 * kind.hashCode() + name.hashCode();
    }
  }

  private Diagnostics(@Nullable Logger logger, Clock clock) {
    this.logger = logger;
    this.metrics = new SelfMetrics(Objects.requireNonNull(clock, "clock"));
    // Declared before anybody can take the names, so that counting never throws.
    this.faults =
        metrics.counters(
            "obs.faults", "{fault}", "Faults of the observability library itself, by kind.");
    this.logFailures =
        metrics.counters(
            "obs.log.failures",
            "{failure}",
            "Own log lines that the logger refused with an exception.");
  }

  /**
   * Diagnostics that log to the {@link System.Logger} named {@code io.obs4j}, which is looked up
   * when there is something to log: finding a logging system takes long in a JVM that has just
   * started.
   *
   * @return new diagnostics
   */
  public static Diagnostics create() {
    return create(Clock.system());
  }

  /**
   * Diagnostics that log as those of {@link #create()} do.
   *
   * @param clock tells when a count began
   * @return new diagnostics
   */
  public static Diagnostics create(Clock clock) {
    return new Diagnostics(null, clock);
  }

  /**
   * Diagnostics that log to a logger, on the system's clock.
   *
   * @param logger where faults are told
   * @return new diagnostics
   */
  public static Diagnostics loggingTo(Logger logger) {
    return loggingTo(logger, Clock.system());
  }

  /**
   * Diagnostics that log to a logger.
   *
   * @param logger where faults are told
   * @param clock tells when a count began
   * @return new diagnostics
   */
  public static Diagnostics loggingTo(Logger logger, Clock clock) {
    return new Diagnostics(Objects.requireNonNull(logger, "logger"), clock);
  }

  /**
   * Counts a fault, and logs it as a warning unless this subject is known to be failing.
   *
   * @param kind of fault, from a small fixed set: an attribute of the exported count
   * @param subject what failed, such as the name of a metric or an endpoint
   * @param message what happened, with the value, the limit and the remedy
   */
  public void fault(String kind, String subject, String message) {
    fault(kind, subject, message, null);
  }

  /**
   * Counts a fault, and logs it as a warning unless this subject is known to be failing.
   *
   * @param kind of fault, from a small fixed set: an attribute of the exported count
   * @param subject what failed, such as the name of a metric or an endpoint
   * @param message what happened, with the value, the limit and the remedy
   * @param cause logged with the message, or null
   */
  public void fault(String kind, String subject, String message, @Nullable Throwable cause) {
    faults(kind).increment();
    Subject failed = new Subject(kind, subject);
    if (failing.contains(failed)) {
      return;
    }
    if (!room.tryAcquire()) {
      if (fullTold.compareAndSet(false, true)) {
        log(
            Level.WARNING,
            MOST_SUBJECTS + " subjects are failing; faults of others are counted, not logged.",
            null);
      }
    } else if (failing.add(failed)) {
      log(Level.WARNING, message, cause);
    } else {
      room.release();
    }
  }

  /**
   * Logs that a subject works again, if it was known to be failing; its next fault is logged anew.
   *
   * @param kind of fault
   * @param subject what had failed
   * @param message what is well again
   */
  public void recovered(String kind, String subject, String message) {
    if (failing.remove(new Subject(kind, subject))) {
      room.release();
      fullTold.set(false);
      log(Level.INFO, message, null);
    }
  }

  /**
   * Logs what a person who starts the service wants to know once, such as where an endpoint
   * listens.
   *
   * @param message one line
   */
  public void inform(String message) {
    log(Level.INFO, message, null);
  }

  /**
   * How many faults of a kind there were. The kind is exported from now on, also while it is zero.
   *
   * @param kind of fault
   * @return the count
   */
  public long faultCount(String kind) {
    return faults(kind).longValue();
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

  private SelfMetrics.Counter faults(String kind) {
    return faults.instrument(Attributes.builder().put("kind", kind).build());
  }

  private void log(Level level, String message, @Nullable Throwable cause) {
    try {
      (logger == null ? System.getLogger("io.obs4j") : logger).log(level, oneLine(message), cause);
    } catch (Throwable e) {
      // Also errors: a logger that lacks a class or recurses must not take the service down.
      logFailures.instrument(Attributes.empty()).increment();
    }
  }

  /** Blanks whatever could end a line, so that a foreign value cannot forge a second one. */
  private static String oneLine(String message) {
    char[] chars = message.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (Character.isISOControl(chars[i]) || chars[i] == '\u2028' || chars[i] == '\u2029') {
        chars[i] = ' ';
      }
    }
    return String.valueOf(chars);
  }
}
