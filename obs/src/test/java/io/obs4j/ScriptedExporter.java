package io.obs4j;

import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Notes what is done to it, and does what the test says. */
final class ScriptedExporter implements Exporter {

  final List<Duration> closeLimits = new CopyOnWriteArrayList<>();
  volatile @Nullable Signals signals;

  private final String name;
  private final List<String> events;
  private Runnable onStart = () -> {};
  private Runnable onClose = () -> {};
  private BooleanSupplier onFlush = () -> true;

  ScriptedExporter(String name, List<String> events) {
    this.name = name;
    this.events = events;
  }

  ScriptedExporter onStart(Runnable action) {
    onStart = action;
    return this;
  }

  ScriptedExporter onClose(Runnable action) {
    onClose = action;
    return this;
  }

  ScriptedExporter onFlush(BooleanSupplier action) {
    onFlush = action;
    return this;
  }

  @Override
  public void start(Signals given) {
    events.add("start " + name);
    signals = given;
    onStart.run();
  }

  @Override
  public boolean flush(Duration limit) {
    events.add("flush " + name);
    return onFlush.getAsBoolean();
  }

  @Override
  public void close(Duration limit) {
    events.add("close " + name);
    closeLimits.add(limit);
    onClose.run();
  }
}
