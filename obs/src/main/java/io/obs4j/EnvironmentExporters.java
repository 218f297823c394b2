package io.obs4j;

import io.obs4j.core.Environment;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The exporters that the environment names, made by providers that the libraries on the class path
 * bring. As nobody chose them in code, what goes wrong with one is a fault of the environment: it
 * is off, and the service and the other exporters go on.
 */
final class EnvironmentExporters {

  private static final String NONE = "none";

  /** After so many providers that cannot be loaded the search is given up. */
  private static final int MOST_BROKEN = 16;

  private final Environment environment;

  EnvironmentExporters(Environment environment) {
    this.environment = environment;
  }

  void start(Obs obs) {
    Map<String, EnumSet<Signal>> wanted = new LinkedHashMap<>();
    want(Signal.METRICS, wanted);
    want(Signal.TRACES, wanted);
    want(Signal.LOGS, wanted);
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, ExporterProvider> providers = providers();
    for (Signal signal : Signal.values()) {
      refuseUnknown(signal, wanted, providers);
    }
    for (Map.Entry<String, EnumSet<Signal>> entry : wanted.entrySet()) {
      ExporterProvider provider = providers.get(entry.getKey());
      if (provider != null && !entry.getValue().isEmpty()) {
        start(obs, entry.getKey(), entry.getValue(), provider);
      }
    }
  }

  /** One exporter carries all signals that its name is given for. */
  private void want(Signal signal, Map<String, EnumSet<Signal>> wanted) {
    for (String each : environment.list(variable(signal))) {
      String name = each.toLowerCase(Locale.ROOT);
      if (!name.equals(NONE)) {
        wanted.computeIfAbsent(name, none -> EnumSet.noneOf(Signal.class)).add(signal);
      }
    }
  }

  private static String variable(Signal signal) {
    return "OTEL_" + signal + "_EXPORTER";
  }

  private void start(Obs obs, String name, Set<Signal> signals, ExporterProvider provider) {
    try {
      obs.start(name, provider.create(signals, environment));
    } catch (RuntimeException | LinkageError e) {
      report(
          name,
          "The exporter "
              + name
              + " that the environment names for "
              + signals
              + " is off: it did not start.",
          e);
    }
  }

  /**
   * All that there are, by name; of two with one name the first is taken. The loader of this class
   * sees the libraries beside it, that of the thread those of an application above it.
   */
  private Map<String, ExporterProvider> providers() {
    Map<String, ExporterProvider> byName = new LinkedHashMap<>();
    collect(
        ServiceLoader.load(ExporterProvider.class, EnvironmentExporters.class.getClassLoader()),
        byName);
    collect(ServiceLoader.load(ExporterProvider.class), byName);
    return byName;
  }

  private void collect(
      ServiceLoader<ExporterProvider> found, Map<String, ExporterProvider> byName) {
    Iterator<ExporterProvider> providers = found.iterator();
    for (int broken = 0; broken < MOST_BROKEN; ) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ExporterProvider provider = providers.next();
        byName.putIfAbsent(provider.name().toLowerCase(Locale.ROOT), provider);
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        broken++;
        report(
            ExporterProvider.class.getSimpleName(),
            "A library on the class path brings an exporter that cannot be loaded, which is off."
                + " Update or remove it.",
            e);
      }
    }
  }

  private void refuseUnknown(
      Signal signal, Map<String, EnumSet<Signal>> wanted, Map<String, ExporterProvider> providers) {
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, EnumSet<Signal>> entry : wanted.entrySet()) {
      if (entry.getValue().contains(signal) && !carries(providers.get(entry.getKey()), signal)) {
        entry.getValue().remove(signal);
        unknown.add(entry.getKey());
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    List<String> known = new ArrayList<>();
    for (Map.Entry<String, ExporterProvider> entry : providers.entrySet()) {
      if (carries(entry.getValue(), signal)) {
        known.add(entry.getKey());
      }
    }
    environment.malformed(
        variable(signal),
        String.join(",", unknown),
        "none or the name of an exporter of "
            + signal.name().toLowerCase(Locale.ROOT)
            + " that is present (there are: "
            + String.join(", ", known)
            + "; another one needs the library that brings it on the class path)",
        "no exporter in its place");
  }

  private static boolean carries(@Nullable ExporterProvider provider, Signal signal) {
    return provider != null && provider.signals().contains(signal);
  }

  private void report(String subject, String message, Throwable cause) {
    if (environment.isStrict()) {
      throw new IllegalStateException(message, cause);
    }
    environment.diagnostics().fault(ExporterStack.FAULT, subject, message, cause);
  }
}
