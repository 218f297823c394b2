package io.obs4j.core;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings around the process: system properties first, then environment variables, both under
 * the name of the variable ({@code OTEL_SERVICE_NAME} is also read from {@code otel.service.name}).
 *
 * <p>An empty value counts as unset. A malformed one is reported to the diagnostics and replaced by
 * the default, so that a typing mistake never takes the service down; with {@code OBS_STRICT=true}
 * it throws. Immutable and safe for use by any thread.
 */
public final class Environment {

  private static final String FAULT = "environment";

  private final Function<String, @Nullable String> properties;
  private final Function<String, @Nullable String> variables;
  private final Diagnostics diagnostics;
  private final boolean strict;

  private Environment(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> variables,
      Diagnostics diagnostics,
      boolean strict) {
    this.properties = properties;
    this.variables = variables;
    this.diagnostics = diagnostics;
    this.strict = strict || Boolean.parseBoolean(variables.apply("OBS_STRICT"));
  }

  /**
   * The environment of this process.
   *
   * @param diagnostics where malformed values are reported
   * @return the environment
   */
  public static Environment system(Diagnostics diagnostics) {
    return new Environment(System::getProperty, System::getenv, diagnostics, false);
  }

  /**
   * An environment of variables alone, for tests and embedders.
   *
   * @param variables by name; copied
   * @param diagnostics where malformed values are reported
   * @return the environment
   */
  public static Environment of(Map<String, String> variables, Diagnostics diagnostics) {
    Map<String, String> copy = Map.copyOf(variables);
    return new Environment(name -> null, copy::get, diagnostics, false);
  }

  /**
   * The same environment, in which faults throw.
   *
   * @return a strict environment
   */
  public Environment strict() {
    return new Environment(properties, variables, diagnostics, true);
  }

  /**
   * Where faults are reported.
   *
   * @return the diagnostics
   */
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /**
   * A text.
   *
   * @param name of the variable
   * @return the value without surrounding space, or empty if unset
   */
  public Optional<String> text(String name) {
    Objects.requireNonNull(name, "name");
    String property = properties.apply(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    String value = property != null ? property : variables.apply(name);
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /**
   * A list separated by commas.
   *
   * @param name of the variable
   * @return the members without surrounding space, empty ones left out; empty if unset
   */
  public List<String> list(String name) {
    return text(name).stream()
        .flatMap(text -> List.of(text.split(",", -1)).stream())
        .map(String::strip)
        .filter(member -> !member.isEmpty())
        .toList();
  }

  /**
   * A switch, on only for {@code true} in any case, as the OpenTelemetry specification rules.
   *
   * @param name of the variable
   * @param otherwise if unset; also if neither {@code true} nor {@code false}, which is a fault
   * @return the value
   */
  public boolean flag(String name, boolean otherwise) {
    return parsed(name, otherwise, "true or false", Environment::parseFlag);
  }

  /**
   * An integer within limits.
   *
   * @param name of the variable
   * @param otherwise if unset or malformed
   * @param least the smallest that is allowed
   * @param most the largest that is allowed
   * @return the value
   */
  public int integer(String name, int otherwise, int least, int most) {
    return parsed(
        name,
        otherwise,
        "an integer from " + least + " to " + most,
        text -> {
          int value = Integer.parseInt(text);
          return value < least || value > most ? null : value;
        });
  }

  /**
   * A time in milliseconds, as the OpenTelemetry specification writes them.
   *
   * @param name of the variable
   * @param otherwise if unset or malformed
   * @return the duration, zero or positive
   */
  public Duration millis(String name, Duration otherwise) {
    return parsed(
        name,
        otherwise,
        "a number of milliseconds, zero or positive",
        text -> {
          long millis = Long.parseLong(text);
          return millis < 0 ? null : Duration.ofMillis(millis);
        });
  }

  /**
   * Reports a value that its reader cannot use.
   *
   * @param name of the variable
   * @param value that was found
   * @param expected what the reader can use
   * @param used what it uses instead
   * @throws IllegalArgumentException if strict
   */
  public void malformed(String name, String value, String expected, String used) {
    String message =
        name + "=" + value + " is not " + expected + "; using " + used + ". Correct or unset it.";
    if (strict) {
      throw new IllegalArgumentException(message);
    }
    diagnostics.fault(FAULT, name, message);
  }

  private <T> T parsed(
      String name, T otherwise, String expected, Function<String, @Nullable T> parser) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    T value;
    try {
      value = parser.apply(text.get());
    } catch (NumberFormatException e) {
      value = null;
    }
    if (value == null) {
      malformed(name, text.get(), expected, String.valueOf(otherwise));
      return otherwise;
    }
    return value;
  }

  private static @Nullable Boolean parseFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }
}
