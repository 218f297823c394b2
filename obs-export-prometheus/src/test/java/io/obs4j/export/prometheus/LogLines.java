package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the level and the text of what is logged. */
final class LogLines implements System.Logger {

  private static final long LONGEST_WAIT_SECONDS = 30;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch informed = new CountDownLatch(1);

  /** What was logged at a level. */
  List<String> at(Level level) {
    return lines.stream()
        .filter(line -> line.startsWith(level + " "))
        .map(line -> line.substring(level.name().length() + 1))
        .toList();
  }

  /** What an endpoint announced, on a thread of its own. */
  List<String> announced() throws InterruptedException {
    assertThat(informed.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return at(Level.INFO);
  }

  private void add(Level level, String message) {
    lines.add(level + " " + message);
    if (level == Level.INFO) {
      informed.countDown();
    }
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
  public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
    add(level, message);
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
    add(level, format);
  }
}
