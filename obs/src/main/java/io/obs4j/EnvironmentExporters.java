package io.obs4j;

import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The exporters that the environment names, made by providers that the libraries on the class path
 * bring. As nobody chose them in code, what goes wrong with one is a fault of the environment: it
 * is off, and the service and the other exporters go on.
 */
final class EnvironmentExporters {

  private static final String VARIABLE = "OTEL_METRICS_EXPORTER";
  private static final String NONE = "none";

  /** After so many providers that cannot be loaded the search is given up. */
  private static final int MOST_BROKEN = 16;

  private final Environment environment;

  EnvironmentExporters(Environment environment) {
    this.environment = environment;
  }

  void start(Obs obs) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : environment.list(VARIABLE)) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    names.remove(NONE);
    if (names.isEmpty()) {
      return;
    }
    Map<String, ExporterProvider> providers = providers();
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      ExporterProvider provider = providers.get(name);
      if (provider == null) {
        unknown.add(name);
      } else {
        start(obs, name, provider);
      }
    }
    if (!unknown.isEmpty()) {
      reportUnknown(unknown, providers.keySet());
    }
  }

  private void start(Obs obs, String name, ExporterProvider provider) {
    try {
      Exporter exporter = provider.create(Set.of(Signal.METRICS), environment);
      obs.start(name, exporter);
    } catch (RuntimeException | LinkageError e) {
      report(name, "The exporter " + name + " of " + VARIABLE + " is off: it did not start.", e);
    }
  }

  /**
   * Those that carry metrics, by name; of two with one name the first is taken. The loader of this
   * class sees the libraries beside it, that of the thread those of an application above it.
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
        if (provider.signals().contains(Signal.METRICS)) {
          byName.putIfAbsent(provider.name().toLowerCase(Locale.ROOT), provider);
        }
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

  private void reportUnknown(List<String> unknown, Set<String> known) {
    environment.malformed(
        VARIABLE,
        String.join(",", unknown),
        "none or the name of an exporter of metrics that is present (there are: "
            + String.join(", ", known)
            + "; another one needs the library that brings it on the class path)",
        "no exporter in its place");
  }

  private void report(String subject, String message, Throwable cause) {
    if (environment.isStrict()) {
      throw new IllegalStateException(message, cause);
    }
    environment.diagnostics().fault(ExporterStack.FAULT, subject, message, cause);
  }
}
