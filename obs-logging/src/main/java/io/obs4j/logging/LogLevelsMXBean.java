package io.obs4j.logging;

import java.util.Map;

/** The levels of loggers, as JMX shows and changes them. Safe for use by any thread. */
public interface LogLevelsMXBean {

  /**
   * The loggers that have a level of their own.
   *
   * @return the name of a level, or {@code OFF}, by the name of the logger
   */
  Map<String, String> getLevels();

  /**
   * The level that a logger has, be it its own or that of one above it.
   *
   * @param logger its name
   * @return the name of a level, or {@code OFF}
   */
  String level(String logger);

  /**
   * Sets the level of a logger.
   *
   * @param logger its name, or {@code ROOT}
   * @param level the name of a level, or {@code OFF}, in any case
   * @throws IllegalArgumentException if there is no such level
   */
  void change(String logger, String level);

  /**
   * Sets the level of a logger for a time.
   *
   * @param logger its name, or {@code ROOT}
   * @param level the name of a level, or {@code OFF}, in any case
   * @param seconds after which it is again what it was before
   * @throws IllegalArgumentException if there is no such level, or the time is not positive
   */
  void changeFor(String logger, String level, long seconds);

  /**
   * Takes the level of a logger away, so that it has that of the one above it.
   *
   * @param logger its name, or {@code ROOT}
   */
  void reset(String logger);
}
