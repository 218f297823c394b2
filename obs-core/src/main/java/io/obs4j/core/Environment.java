package io.obs4j.core;

import io.obs4j.core.internal.PercentEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The settings around the process: system properties first, then environment variables, both under
 * the name of the variable ({@code OTEL_SERVICE_NAME} is also read from {@code otel.service.name}).
 *
 * <p>An empty value counts as unset. A malformed one is reported to the diagnostics and replaced by
 * the default, so that a typing mistake never takes the service down; with {@code OBS_STRICT=true}
 * it throws {@link IllegalArgumentException}. Immutable and safe for use by any thread.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">OpenTelemetry,
 *     environment variable specification</a>
 */
public final class Environment {

  /** The kind of fault under which malformed values are counted. */
  public static final String FAULT = "environment";

  private static final long MOST_MILLIS = TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE);
  private static final int LONGEST_SHOWN = 100;
  private static final String[] SECRETS = {
    "HEADERS", "KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL", "AUTH"
  };

  /** Null for those of the process. */
  private final @Nullable Map<String, String> properties;

  private final @Nullable Map<String, String> variables;
  private final Diagnostics diagnostics;
  private final boolean strict;

  /*
   * Every start of a service comes through here: without lambdas, streams and regular expressions,
   * for a starting JVM links and compiles each of them anew.
   */
  private Environment(
      @Nullable Map<String, String> properties,
      @Nullable Map<String, String> variables,
      Diagnostics diagnostics,
      boolean strict) {
    this.properties = properties;
    this.variables = variables;
    this.diagnostics = Objects.requireNonNull(diagnostics, "diagnostics");
    this.strict = strict;
  }

  /**
   * The environment of this process.
   *
   * @param diagnostics where malformed values are reported
   * @return the environment, strict if {@code OBS_STRICT} says so
   */
  public static Environment system(Diagnostics diagnostics) {
    return new Environment(null, null, diagnostics, false).orStrict();
  }

  /**
   * An environment of variables alone, for tests and embedders.
   *
   * @param variables by name; copied
   * @param diagnostics where malformed values are reported
   * @return the environment, strict if {@code OBS_STRICT} says so
   */
  public static Environment of(Map<String, String> variables, Diagnostics diagnostics) {
    return of(Map.of(), variables, diagnostics);
  }

  static Environment of(
      Map<String, String> properties, Map<String, String> variables, Diagnostics diagnostics) {
    return new Environment(Map.copyOf(properties), Map.copyOf(variables), diagnostics, false)
        .orStrict();
  }

  private Environment orStrict() {
    return flag("OBS_STRICT") ? strict() : this;
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
   * Whether faults throw.
   *
   * @return true if strict
   */
  public boolean isStrict() {
    return strict;
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
    String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
    Optional<String> text =
        stripped(properties == null ? System.getProperty(property) : properties.get(property));
    return text.isPresent()
        ? text
        : stripped(variables == null ? System.getenv(name) : variables.get(name));
  }

  private static Optional<String> stripped(@Nullable String value) {
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  /**
   * A list separated by commas.
   *
   * @param name of the variable
   * @return the members without surrounding space, empty ones left out; empty if unset
   */
  public List<String> list(String name) {
    return members(text(name).orElse(""));
  }

  private static List<String> members(String list) {
    List<String> members = new ArrayList<>();
    for (String member : list.split(",", -1)) {
      if (!member.isBlank()) {
        members.add(member.strip());
      }
    }
    return List.copyOf(members);
  }

  /**
   * A list of {@code key=value}, separated by commas, in which keys and values are percent-encoded
   * UTF-8. A list with a malformed member is a fault and discarded whole, as the specification of
   * {@code OTEL_RESOURCE_ATTRIBUTES} asks. An equals sign within a value is taken as it is; of two
   * equal keys the later wins; an empty value counts as unset.
   *
   * @param name of the variable
   * @return the values by key, in the order of the list; empty if unset or malformed
   */
  public Map<String, String> pairs(String name) {
    String text = text(name).orElse("");
    Map<String, String> pairs = parsePairs(text);
    if (pairs == null) {
      malformed(
          name, text, "a list of key=value, separated by commas and percent-encoded", "none of it");
      return Map.of();
    }
    return pairs;
  }

  private static @Nullable Map<String, String> parsePairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String member : members(text)) {
      int equals = member.indexOf('=');
      if (equals <= 0) {
        return null;
      }
      String key = PercentEncoding.decode(member.substring(0, equals).strip());
      String value = PercentEncoding.decode(member.substring(equals + 1).strip());
      if (key == null || key.isEmpty() || value == null) {
        return null;
      }
      if (!value.isEmpty()) {
        pairs.put(key, value);
      }
    }
    return pairs;
  }

  /**
   * A switch: on only for {@code true} in any case, as the specification rules, and off otherwise.
   * Anything but {@code true} and {@code false} is a fault.
   *
   * @param name of the variable
   * @return the value; false if unset or malformed
   */
  public boolean flag(String name) {
    String text = text(name).orElse("false");
    boolean on = text.equalsIgnoreCase("true");
    if (!on && !text.equalsIgnoreCase("false")) {
      malformed(name, text, "true or false", "false");
    }
    return on;
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
    return (int) number(name, otherwise, least, most, "an integer", "");
  }

  /**
   * A time in milliseconds, as the specification writes durations. Where the variable is a timeout,
   * zero means that there is no limit: the reader's to honour.
   *
   * @param name of the variable
   * @param otherwise if unset or malformed
   * @return the duration, zero or positive, and representable in nanoseconds
   */
  public Duration millis(String name, Duration otherwise) {
    long unset = otherwise.toMillis();
    long millis = number(name, unset, 0, MOST_MILLIS, "a number of milliseconds", " ms");
    return millis == unset ? otherwise : Duration.ofMillis(millis);
  }

  private long number(
      String name, long otherwise, long least, long most, String kind, String unit) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told as a number is that is out of range.
    }
    malformed(name, text.get(), kind + " from " + least + " to " + most, otherwise + unit);
    return otherwise;
  }

  /**
   * Reports a value that its reader cannot use. The message names the value, cut to 100 characters,
   * or masks it where the name of the variable tells of a secret.
   *
   * @param name of the variable
   * @param value that was found
   * @param expected what the reader can use
   * @param used what it uses instead
   * @throws IllegalArgumentException if strict
   */
  public void malformed(String name, String value, String expected, String used) {
    String message =
        name
            + "="
            + shown(name, value)
            + " is not "
            + expected
            + "; using "
            + used
            + ". Correct or unset it.";
    if (strict) {
      throw new IllegalArgumentException(message);
    }
    diagnostics.fault(FAULT, name, message);
  }

  private static String shown(String name, String value) {
    for (String secret : SECRETS) {
      if (name.contains(secret)) {
        return "***";
      }
    }
    return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "...";
  }
}
