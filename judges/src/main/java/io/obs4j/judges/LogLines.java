package io.obs4j.judges;

import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps the level and the text of what is logged. */
public final class LogLines implements System.Logger {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** An empty log. */
  public LogLines() {}

  /**
   * What was logged at a level.
   *
   * @param level such as a warning
   * @return the texts so far
   */
  public List<String> at(Level level) {
    return lines.stream()
        .filter(line -> line.startsWith(level + " "))
        .map(line -> line.substring(level.name().length() + 1))
        .toList();
  }

  /**
   * What was logged at any level.
   *
   * @return the texts so far
   */
  public List<String> texts() {
    return lines.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  @Override
  public String getName() {
    return "test";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    lines.add(level + " " + message);
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object... parameters) {
    lines.add(level + " " + format);
  }
}
