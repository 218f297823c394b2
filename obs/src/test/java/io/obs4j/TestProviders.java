package io.obs4j;

import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Providers on the class path, good and bad; the service file names one more that is missing. */
final class TestProviders {

  private TestProviders() {}

  /** Makes exporters that work. */
  public static final class Recording implements ExporterProvider {

    static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public Exporter create(Set<Signal> signals, Environment environment) {
      return new ScriptedExporter("recording " + signals, EVENTS);
    }
  }

  /** Cannot be instantiated. */
  public static final class Refusing implements ExporterProvider {

    @SuppressWarnings("DoNotCallSuggester")
    public Refusing() {
      throw new IllegalStateException("no provider today");
    }

    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public Exporter create(Set<Signal> signals, Environment environment) {
      throw new AssertionError("cannot exist");
    }
  }

  /** Makes exporters that do not start. */
  public static final class Failing implements ExporterProvider {

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Exporter create(Set<Signal> signals, Environment environment) {
      return new ScriptedExporter("failing", Recording.EVENTS)
          .onStart(
              () -> {
                throw new IllegalStateException("cannot start");
              });
    }
  }

  /** Carries spans alone. */
  public static final class Tracing implements ExporterProvider {

    @Override
    public String name() {
      return "tracing";
    }

    @Override
    public Set<Signal> signals() {
      return Set.of(Signal.TRACES);
    }

    @Override
    public Exporter create(Set<Signal> signals, Environment environment) {
      return new ScriptedExporter("tracing " + signals, Recording.EVENTS);
    }
  }
}
