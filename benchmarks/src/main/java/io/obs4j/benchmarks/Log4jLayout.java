package io.obs4j.benchmarks;

import java.util.Map;
import org.apache.logging.log4j.ThreadContext;

/**
 * The settings that all sides of Log4j share: its flags for no garbage, and a template of events
 * with the fields of the others. Its key-values are in the context, where its binding to SLF4J puts
 * them, too.
 */
final class Log4jLayout {

  static final String TEMPLATE =
      """
      {
        "@timestamp": {
          "$resolver": "timestamp",
          "pattern": {"format": "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", "timeZone": "UTC"}
        },
        "@version": "1",
        "message": {"$resolver": "message", "stringified": true},
        "logger_name": {"$resolver": "logger", "field": "name"},
        "thread_name": {"$resolver": "thread", "field": "name"},
        "level": {"$resolver": "level", "field": "name"},
        "mdc": {"$resolver": "mdc", "flatten": true},
        "stack_trace": {
          "$resolver": "exception",
          "field": "stackTrace",
          "stackTrace": {"stringified": true}
        }
      }
      """;

  private Log4jLayout() {}

  /** To be called before any other class of Log4j is touched, which read these once. */
  static void withoutGarbage() {
    System.setProperty("log4j2.enableThreadlocals", "true");
    System.setProperty("log4j2.enableDirectEncoders", "true");
    System.setProperty("log4j2.garbagefreeThreadContextMap", "true");
  }

  /** The same for asynchronous loggers, which then keep their events in a queue of 256 Ki. */
  static void withLargeQueue() {
    withoutGarbage();
    System.setProperty("log4j2.enableThreadlocals", "false");
  }

  static void enter(Map<String, String> context) {
    context.forEach(ThreadContext::put);
  }

  static void leave() {
    ThreadContext.clearAll();
  }
}
