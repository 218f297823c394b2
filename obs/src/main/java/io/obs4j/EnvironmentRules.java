package io.obs4j;

import io.obs4j.core.Environment;
import io.obs4j.metrics.Rules;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The rules of the file that the environment names. */
final class EnvironmentRules {

  private static final String VARIABLE = "OBS_METRICS_RULES";

  private EnvironmentRules() {}

  /**
   * Reads them, leaving out what is malformed.
   *
   * @throws IllegalArgumentException if the environment is strict and something is malformed
   */
  static Rules read(Environment environment) {
    Optional<String> name = environment.text(VARIABLE);
    if (name.isEmpty()) {
      return Rules.none();
    }
    try {
      Path file = Path.of(name.get());
      return environment.isStrict()
          ? Rules.read(file)
          : Rules.readLeniently(file, environment.diagnostics());
    } catch (IOException | InvalidPathException e) {
      environment.malformed(VARIABLE, name.get(), "a file that can be read", "no rules");
      return Rules.none();
    }
  }
}
