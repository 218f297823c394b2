package io.obs4j.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** A logging library that is set up to log the events of {@link LogWork}. */
interface LogSide extends AutoCloseable {

  /** Those who can leave the writing to another thread, ours first. */
  List<String> ASYNCHRONOUS = List.of("ours", "log4j", "logstash");

  /** Gives the current thread its context: the diagnostic one, and the ids of its span. */
  void enter();

  /** Takes the context of the current thread away. */
  void leave();

  /** Logs the event with parameters, key-values and context. */
  void event();

  /** Logs an event with an exception. */
  void thrown(Throwable exception);

  /** Logs what is below the level. */
  void disabled();

  /** The first line that it wrote to memory; empty if it writes elsewhere. */
  byte[] line();

  /** Writes what waits, and gives everything back. */
  @Override
  void close();

  /**
   * Sets a side up.
   *
   * @param name of the side, as in the report
   * @param way that its lines go
   * @param file that they go to, unless they are only encoded
   */
  static LogSide of(String name, LogWay way, Path file) {
    return switch (name) {
      case "ours" -> new OursLog(way, file);
      case "ours_hosted" -> LogbackEncoding.ours();
      case "logstash" ->
          way.encodesOnly
              ? LogbackEncoding.logstash()
              : new LogbackLog(way, file, LogbackEncoding.logstashEncoder());
      case "logback_json" -> LogbackEncoding.json();
      case "ecs_logging" -> LogbackEncoding.ecs();
      case "log4j" -> way.encodesOnly ? new Log4jEncoding(way) : new Log4jAsync(file);
      case "exceptions_alone" -> new UnloggedExceptions();
      default -> throw new IllegalArgumentException("No side is called " + name);
    };
  }
}
