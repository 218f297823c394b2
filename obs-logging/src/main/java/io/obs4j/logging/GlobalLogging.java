package io.obs4j.logging;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Resource;
import io.obs4j.core.SelfMetrics;
import io.obs4j.logging.format.FormatSettings;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where loggers lead that nobody hands a {@link Logging}: those of SLF4J, {@code System.Logger} and
 * {@code java.util.logging}. The one process-wide state of logging: it begins with what the
 * environment says, by default lines of JSON on the standard output, and leads to whoever is
 * attached while that is so. Loggers that exist follow. Safe for use by any thread.
 */
public final class GlobalLogging {
  /*
   * Finding a gate takes no lock once there is one. The lock guards who is attached and where the
   * gates lead.
   *
   * What the environment says is read under it, and may log on its part, of a variable that cannot
   * be used: that comes back on the same thread and is led to a plain logging meanwhile.
   */

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static @Nullable Logging attached;
  private static SelfMetrics.@Nullable Observation hosted;
  private static @Nullable Logging environment;
  private static boolean reading;
  private static volatile @Nullable Gates gates;

  private GlobalLogging() {}

  /**
   * The gate of a logger.
   *
   * @param logger its name
   * @return the same one for the same name; it leads to whoever is attached
   */
  public static LogGate gate(String logger) {
    Gates known = gates;
    return (known == null ? open() : known).of(logger);
  }

  /**
   * Leads all loggers to a logging, from now on. Its diagnostics tell also what the encoders that
   * Logback and Log4j host have counted. Does nothing if it is attached already.
   *
   * @param logging the new owner
   * @return false if another one is attached, which stays
   */
  public static boolean attach(Logging logging) {
    Objects.requireNonNull(logging, "logging");
    LOCK.lock();
    try {
      if (attached == null) {
        attached = logging;
        hosted = logging.diagnostics().metrics().include(FormatSettings.diagnostics().metrics());
        lead();
      }
      return attached == logging;
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Leads all loggers back to what the environment says, unless another logging is attached. To be
   * called once the logging is closed: until then, what is logged goes out as it has it, masked and
   * to its sinks.
   *
   * @param logging that was attached
   */
  public static void detach(Logging logging) {
    LOCK.lock();
    try {
      if (attached == logging) {
        attached = null;
        if (hosted != null) {
          hosted.end();
        }
        lead();
      }
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * Where all loggers lead at the moment.
   *
   * @return what is attached, else what the environment says
   */
  public static Logging current() {
    LOCK.lock();
    try {
      return attached == null ? environment() : attached;
    } finally {
      LOCK.unlock();
    }
  }

  private static Gates open() {
    LOCK.lock();
    try {
      Logging logging = current();
      Gates opened = gates;
      if (opened == null) {
        opened = new Gates(logging);
        gates = opened;
      }
      return opened;
    } finally {
      LOCK.unlock();
    }
  }

  /** Has the gates, if there are any yet, lead to whom they belong. */
  private static void lead() {
    Gates all = gates;
    if (all != null) {
      all.lead(current());
    }
  }

  private static Logging environment() {
    Logging known = environment;
    if (known == null) {
      if (reading) {
        return Logging.create();
      }
      reading = true;
      try {
        known = read();
        environment = known;
      } finally {
        reading = false;
      }
      lead();
    }
    return known;
  }

  /** A strict environment does not keep a service from logging. */
  private static Logging read() {
    Diagnostics diagnostics = Diagnostics.create();
    try {
      return of(Environment.system(diagnostics), diagnostics);
    } catch (IllegalArgumentException e) {
      diagnostics.fault(
          Environment.FAULT,
          "logging",
          e.getMessage() + " Until an Obs is installed, lines are logged without the environment.");
      return Logging.builder().diagnostics(diagnostics).build();
    }
  }

  /**
   * What an environment says, but for levels through JMX. Those are left to whom is attached: a
   * bean of this logging would take the name of theirs.
   */
  static Logging of(Environment environment, Diagnostics diagnostics) {
    return Logging.builder()
        .diagnostics(diagnostics)
        .resource(Resource.fromEnvironment(environment))
        .environment(environment)
        .jmx(false)
        .build();
  }
}
