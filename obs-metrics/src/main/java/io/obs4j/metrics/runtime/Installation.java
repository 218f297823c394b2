package io.obs4j.metrics.runtime;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.ObservableBuilder;
import io.obs4j.metrics.Observer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything that was switched on together: declares the metrics, and ends them when it is closed.
 * Built by one thread; closed by any, once.
 */
final class Installation implements AutoCloseable {

  static final InstrumentationScope SCOPE = InstrumentationScope.of("io.obs4j.metrics.runtime", "");

  /** The kind of fault when a source of metrics is missing or fails. */
  static final String FAULT = "metrics.runtime";

  private final Metrics metrics;
  private final Path root;
  private final Clock clock;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  Installation(Metrics metrics, Path root, Clock clock) {
    this.metrics = metrics;
    this.root = root;
    this.clock = clock;
  }

  /** Where the files of the kernel are found. */
  Path root() {
    return root;
  }

  Clock clock() {
    return clock;
  }

  Metrics metrics() {
    return metrics;
  }

  Diagnostics diagnostics() {
    return metrics.diagnostics();
  }

  /**
   * Switches on what needs a module of the platform, or says in one line that it is missing.
   *
   * @param module that is needed
   * @param type of that module; loading it shows whether the module is there
   * @param what is then off, as the beginning of a sentence
   * @param part what uses the module
   */
  void optional(String module, Supplier<Class<?>> type, String what, Runnable part) {
    try {
      Objects.requireNonNull(type.get());
    } catch (LinkageError e) {
      diagnostics()
          .inform(what + " off, because the module " + module + " is missing; add it to the image");
      return;
    }
    part.run();
  }

  void counter(
      String name, String unit, String help, Consumer<Values> observation, String... labels) {
    observe(metrics.counter(name), unit, help, observation, labels);
  }

  void upDownCounter(
      String name, String unit, String help, Consumer<Values> observation, String... labels) {
    observe(metrics.upDownCounter(name), unit, help, observation, labels);
  }

  void gauge(
      String name, String unit, String help, Consumer<Values> observation, String... labels) {
    observe(metrics.gauge(name), unit, help, observation, labels);
  }

  /** Adds what is to be closed too, before what was added earlier. */
  void add(AutoCloseable part) {
    parts.push(part);
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        diagnostics().fault(FAULT, "close", "A source of metrics could not be closed: " + e, e);
      }
    }
    parts.clear();
  }

  private void observe(
      ObservableBuilder<?, ?> builder,
      String unit,
      String help,
      Consumer<Values> observation,
      String... labels) {
    Consumer<Observer> callback = observer -> observation.accept(new Values(observer));
    ObservableBuilder<?, ?> declared = builder.scope(SCOPE).unit(unit).help(help);
    add(
        labels.length == 0
            ? declared.observe(callback)
            : declared.observed(labels).observe(callback));
  }
}
