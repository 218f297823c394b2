package io.obs4j.core;

import java.lang.System.Logger;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged. */
public final class RecordingLogger implements Logger {

  public record Line(Level level, String message, @Nullable Throwable cause) {}

  public final List<Line> lines = new CopyOnWriteArrayList<>();

  public List<String> messages() {
    return lines.stream().map(Line::message).toList();
  }

  /** Waits until so many lines are there. */
  void await(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (lines.size() < count) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("only " + messages());
      }
      LockSupport.parkNanos(100_000);
    }
  }

  @Override
  public String getName() {
    return "recording";
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
    lines.add(new Line(level, String.valueOf(message), thrown));
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    lines.add(new Line(level, String.valueOf(format), null));
  }
}
