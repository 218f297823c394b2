package io.obs4j.judges;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A logger for tests that provoke more faults than anybody wants to read. */
public final class SilentLogger implements System.Logger {

  /** A logger that is off. */
  public SilentLogger() {}

  @Override
  public String getName() {
    return "silent";
  }

  @Override
  public boolean isLoggable(Level level) {
    return false;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {}

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object... parameters) {}
}
