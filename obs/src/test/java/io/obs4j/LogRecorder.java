package io.obs4j;

import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what the library logs. */
public final class LogRecorder implements System.Logger {

  public final List<String> lines = new CopyOnWriteArrayList<>();
  public final List<Throwable> causes = new CopyOnWriteArrayList<>();

  @Override
  public String getName() {
    return "recorder";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
    lines.add(level + " " + message);
    if (thrown != null) {
      causes.add(thrown);
    }
  }

  @Override
  public void log(
      Level level, @Nullable ResourceBundle bundle, String format, Object @Nullable ... values) {
    lines.add(level + " " + format);
  }
}
