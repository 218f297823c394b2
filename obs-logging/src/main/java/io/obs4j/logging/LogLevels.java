package io.obs4j.logging;

import io.obs4j.core.Clock;
import io.obs4j.core.Environment;
import io.obs4j.logging.format.LogLevel;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * From which level on each logger logs. A logger without a level of its own has that of the nearest
 * one above it, by the dots in its name; above all is {@link #ROOT}.
 *
 * <p>Changes take effect at once, on loggers that exist too. Safe for use by any thread.
 */
public final class LogLevels {
  /*
   * A change is made under the lock, then told to the gates. Two changes at once may tell in either
   * order: each telling reads the table anew, and the last one to do so sees both.
   */

  /** The name of the logger above all others. */
  public static final String ROOT = "ROOT";

  /** What the root logs from, unless said otherwise. */
  public static final LogLevel DEFAULT = LogLevel.INFO;

  private static final LogLevel[] LEVELS = LogLevel.values();

  /** The word for a logger that logs nothing. */
  static final String OFF = "OFF";

  private static final String ROOT_VARIABLE = "OBS_LOG_LEVEL";
  private static final String VARIABLE = "OBS_LOG_LEVELS";
  private static final String EXPECTED = "one of trace, debug, info, warn, error, fatal and off";

  /** A level that ends, with the one that comes back then: null if there was none. */
  private record Expiry(long nanoTime, @Nullable Integer before) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentHashMap<String, Integer> thresholds = new ConcurrentHashMap<>();
  private final Map<String, Expiry> expiries = new TreeMap<>();
  private final List<Gates> followers = new CopyOnWriteArrayList<>();

  LogLevels(Clock clock) {
    this.clock = clock;
    thresholds.put(ROOT, LogGate.rank(DEFAULT));
  }

  /**
   * Sets the level of a logger and of those below it that have none of their own.
   *
   * @param logger such as {@code io.acme}, or {@link #ROOT}
   * @param level from which on it logs
   */
  public void set(String logger, LogLevel level) {
    put(logger, LogGate.rank(level), null);
  }

  /**
   * Sets the level of a logger for a time; then it is again what it was before.
   *
   * @param logger such as {@code io.acme}, or {@link #ROOT}
   * @param level from which on it logs
   * @param time how long
   * @throws IllegalArgumentException if the time is not positive
   */
  public void set(String logger, LogLevel level, Duration time) {
    put(logger, LogGate.rank(level), time);
  }

  /**
   * Has a logger, and those below it that have no level of their own, log nothing.
   *
   * @param logger such as {@code io.acme}, or {@link #ROOT}
   */
  public void silence(String logger) {
    put(logger, LogGate.CLOSED, null);
  }

  /**
   * Takes the level of a logger away, so that it has that of the one above it; the root gets back
   * {@link #DEFAULT}.
   *
   * @param logger such as {@code io.acme}, or {@link #ROOT}
   */
  public void reset(String logger) {
    if (isRoot(logger)) {
      put(ROOT, LogGate.rank(DEFAULT), null);
      return;
    }
    lock.lock();
    try {
      expiries.remove(logger);
      thresholds.remove(logger);
    } finally {
      lock.unlock();
    }
    tell();
  }

  /**
   * Whether a logger logs events of a level.
   *
   * @param logger its name
   * @param level to ask for
   * @return true if so
   */
  public boolean isEnabled(String logger, LogLevel level) {
    return LogGate.rank(level) >= threshold(logger);
  }

  /**
   * The loggers that have a level of their own.
   *
   * @return the name of a level, or {@code OFF}, by the name of the logger; a copy
   */
  public Map<String, String> configured() {
    Map<String, String> levels = new TreeMap<>();
    for (Map.Entry<String, Integer> entry : thresholds.entrySet()) {
      levels.put(entry.getKey(), word(entry.getValue()));
    }
    return levels;
  }

  /** The level of a logger as a word. */
  String effective(String logger) {
    return word(threshold(logger));
  }

  /** Sets the level that a word names, for ever if there is no time. */
  void set(String logger, String word, @Nullable Duration time) {
    int threshold = threshold(word, -1);
    if (threshold < 0) {
      throw new IllegalArgumentException("The level '" + word + "' is not " + EXPECTED + ".");
    }
    put(logger, threshold, time);
  }

  /** The ordinal of the first level that a logger logs. */
  int threshold(String logger) {
    Integer own = thresholds.get(logger);
    for (int end = logger.length(); own == null && end > 0; ) {
      end = logger.lastIndexOf('.', end - 1);
      own = end > 0 ? thresholds.get(logger.substring(0, end)) : null;
    }
    if (own == null) {
      own = thresholds.get(ROOT);
    }
    return own == null ? LogGate.rank(DEFAULT) : own;
  }

  void follow(Gates gates) {
    followers.add(gates);
  }

  void unfollow(Gates gates) {
    followers.remove(gates);
  }

  /** Takes over what the environment says. */
  void read(Environment environment) {
    String root = environment.text(ROOT_VARIABLE).orElse("");
    if (!root.isEmpty()) {
      read(environment, ROOT_VARIABLE, ROOT, root);
    }
    for (Map.Entry<String, String> entry : environment.pairs(VARIABLE).entrySet()) {
      read(environment, VARIABLE, entry.getKey(), entry.getValue());
    }
  }

  private void read(Environment environment, String variable, String logger, String word) {
    int threshold = threshold(word, -1);
    if (threshold < 0) {
      environment.malformed(variable, word, EXPECTED, "no level of its own for " + logger);
    } else {
      put(logger, threshold, null);
    }
  }

  /** Ends what has run out. */
  void expire() {
    long now = clock.nanoTime();
    lock.lock();
    try {
      Iterator<Map.Entry<String, Expiry>> each = expiries.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<String, Expiry> entry = each.next();
        Expiry expiry = entry.getValue();
        if (expiry.nanoTime - now <= 0) {
          each.remove();
          restore(entry.getKey(), expiry.before);
        }
      }
    } finally {
      lock.unlock();
    }
    tell();
  }

  private void restore(String logger, @Nullable Integer before) {
    if (before == null) {
      thresholds.remove(logger);
    } else {
      thresholds.put(logger, before);
    }
  }

  private void put(String logger, int threshold, @Nullable Duration time) {
    String name = isRoot(logger) ? ROOT : logger;
    if (time != null && (time.isZero() || time.isNegative())) {
      throw new IllegalArgumentException(
          "The time " + time + " of a level must be positive. Leave it out for one without end.");
    }
    lock.lock();
    try {
      Integer before = thresholds.put(name, threshold);
      Expiry running = expiries.remove(name);
      if (time != null) {
        long end = clock.nanoTime() + TimeUnit.NANOSECONDS.convert(time);
        expiries.put(name, new Expiry(end, running == null ? before : running.before));
      }
    } finally {
      lock.unlock();
    }
    tell();
    if (time != null) {
      // The timer of the JDK: nothing runs while no level is to end.
      CompletableFuture.delayedExecutor(
              TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS, Runnable::run)
          .execute(this::expire);
    }
  }

  private void tell() {
    for (Gates gates : followers) {
      gates.refresh();
    }
  }

  private static boolean isRoot(String logger) {
    return Objects.requireNonNull(logger, "logger").isEmpty() || logger.equalsIgnoreCase(ROOT);
  }

  private static int threshold(String word, int otherwise) {
    String upper = word.strip().toUpperCase(Locale.ROOT);
    for (int i = LogGate.CLOSED; i >= 0; i--) {
      if (word(i).equals(upper)) {
        return i;
      }
    }
    return otherwise;
  }

  private static String word(int threshold) {
    return threshold == LogGate.CLOSED ? OFF : LEVELS[threshold].name();
  }
}
