package io.obs4j.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.util.Map;

/** Logback without its configuration file, and beside other providers of SLF4J. */
final class LogbackContext {

  final LoggerContext context = new LoggerContext();
  private final LogbackMDCAdapter diagnostic = new LogbackMDCAdapter();

  LogbackContext() {
    context.setName("benchmarks");
    context.setMDCAdapter(diagnostic);
    root().setLevel(Level.INFO);
    context.start();
  }

  Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  Logger logger() {
    return context.getLogger(LogWork.LOGGER);
  }

  void enter(Map<String, String> values) {
    values.forEach(diagnostic::put);
  }

  void leave() {
    diagnostic.clear();
  }

  void close() {
    context.stop();
  }
}
