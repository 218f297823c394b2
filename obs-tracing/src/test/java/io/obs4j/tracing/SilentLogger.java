package io.obs4j.tracing;

import java.util.ResourceBundle;

/** A logger for tests that provoke more faults than anybody wants to read. */
final class SilentLogger implements System.Logger {

  @Override
  public String getName() {
    return "silent";
  }

  @Override
  public boolean isLoggable(Level level) {
    return false;
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {}

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {}
}
