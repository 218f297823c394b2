package io.obs4j.logging.format;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A format as the configuration file of a host describes it, in texts. What cannot be used is left
 * at its default and told among the {@linkplain #faults() faults}: a mistake in a file does not
 * keep a service from logging. Lists are separated by commas; each call adds to them. Not safe for
 * use by several threads at once.
 */
public final class FormatSettings {

  private static final Diagnostics DIAGNOSTICS = Diagnostics.create();

  private final @Nullable Environment environment;
  private final List<String> faults = new ArrayList<>();
  private final Resource.Builder resource = Resource.builder();
  private final Map<String, String> constants = new LinkedHashMap<>();
  private final List<String> baggage = new ArrayList<>();
  private final List<String> maskedKeys = new ArrayList<>();
  private final StackTraces.Builder stackTraces = StackTraces.builder();
  private LineFormat format = LineFormat.ecs();
  private KeyCollision collisions = KeyCollision.RENAME;
  private String masking = "keys";
  private int lineLimit = LineFormat.LINE_LIMIT;
  private boolean nested;
  private boolean caller;

  /** Settings that are all at their defaults, in the environment of the process. */
  public FormatSettings() {
    environment = null;
  }

  /**
   * Settings that are all at their defaults.
   *
   * @param environment tells what is logged about, where the settings do not
   */
  public FormatSettings(Environment environment) {
    this.environment = Objects.requireNonNull(environment, "environment");
  }

  /**
   * Sets the format, by default {@code ecs}.
   *
   * @param name {@code ecs}, {@code logstash}, {@code gelf}, {@code gcp} or {@code otel}, in any
   *     case
   */
  public void format(String name) {
    LineFormat named = NamedFormats.named(name);
    if (named == null) {
      fault("format", name, "choose one of " + NamedFormats.NAMES);
    } else {
      format = named;
    }
  }

  /**
   * Sets an attribute of the resource: {@code service.name}, {@code service.version} and the like.
   * What is not set is taken from the environment.
   *
   * @param key of the attribute
   * @param value of the attribute; a blank one is not set, as a variable without a value yields it
   */
  public void resource(String key, String value) {
    if (!value.isBlank()) {
      resource.attribute(key, value.trim());
    }
  }

  /**
   * Writes dotted keys as nested objects.
   *
   * @param on whether to
   * @see LineFormat.Builder#nested
   */
  public void nested(boolean on) {
    nested = on;
  }

  /**
   * Tells where in the program an event was logged.
   *
   * @param on whether to
   * @see LineFormat.Builder#caller
   */
  public void caller(boolean on) {
    caller = on;
  }

  /**
   * Limits a line.
   *
   * @param bytes at most
   * @see LineFormat.Builder#lineLimit
   */
  public void lineLimit(int bytes) {
    if (bytes < LineFormat.SMALLEST_LINE_LIMIT) {
      fault("lineLimit", bytes, "allow at least " + LineFormat.SMALLEST_LINE_LIMIT + " bytes");
    } else {
      lineLimit = bytes;
    }
  }

  /**
   * Says what becomes of a key that an object has already.
   *
   * @param policy {@code rename}, {@code last-wins} or {@code drop}, in any case
   * @see KeyCollision
   */
  public void collisions(String policy) {
    try {
      collisions = KeyCollision.valueOf(policy.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      fault("collisions", policy, "choose one of rename, last-wins, drop");
    }
  }

  /**
   * Adds fields that are the same in every line.
   *
   * @param assignments such as {@code team=orders, region=eu}
   */
  public void constants(String assignments) {
    for (String assignment : array(assignments)) {
      int at = assignment.indexOf('=');
      if (at <= 0) {
        fault("constants", assignment, "write name=value");
      } else {
        constants.put(assignment.substring(0, at).trim(), assignment.substring(at + 1).trim());
      }
    }
  }

  /**
   * Names what of the current baggage is told.
   *
   * @param names keys of baggage
   */
  public void baggage(String names) {
    baggage.addAll(List.of(array(names)));
  }

  /**
   * Sets what is masked beside {@linkplain #maskedKeys further keys}, by default {@code keys}.
   *
   * @param name {@code keys} for {@link Masking#standardKeys()}, {@code standard} for {@link
   *     Masking#standard()}, or {@code none}, in any case
   */
  public void masking(String name) {
    String plain = name.trim().toLowerCase(Locale.ROOT);
    if (plain.equals("keys") || plain.equals("standard") || plain.equals("none")) {
      masking = plain;
    } else {
      fault("masking", name, "choose one of keys, standard, none");
    }
  }

  /**
   * Masks the values of further keys.
   *
   * @param names as those of {@link Masking.Builder#keys}
   */
  public void maskedKeys(String names) {
    maskedKeys.addAll(List.of(array(names)));
  }

  /**
   * Writes root causes first.
   *
   * @param on whether to
   * @see StackTraces.Builder#rootCauseFirst
   */
  public void rootCauseFirst(boolean on) {
    if (on) {
      stackTraces.rootCauseFirst();
    }
  }

  /**
   * Adds the hash of stack traces.
   *
   * @param on whether to
   * @see StackTraces.Builder#hash
   */
  public void stackHash(boolean on) {
    if (on) {
      stackTraces.hash();
    }
  }

  /**
   * Limits the frames of each throwable.
   *
   * @param most how many are written
   * @see StackTraces.Builder#frames
   */
  public void stackFrames(int most) {
    attempt(() -> stackTraces.frames(most));
  }

  /**
   * Limits stack traces.
   *
   * @param most how many bytes are written
   * @see StackTraces.Builder#bytes
   */
  public void stackBytes(int most) {
    attempt(() -> stackTraces.bytes(most));
  }

  /**
   * Collapses frames in these packages.
   *
   * @param packages as those of {@link StackTraces.Builder#collapse}
   */
  public void collapsedPackages(String packages) {
    attempt(() -> stackTraces.collapse(array(packages)));
  }

  /**
   * Collapses frames in all but these packages.
   *
   * @param packages as those of {@link StackTraces.Builder#keepOnly}
   */
  public void keptPackages(String packages) {
    attempt(() -> stackTraces.keepOnly(array(packages)));
  }

  private void attempt(Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
    }
  }

  /**
   * What could not be used, each with its remedy. Complete once there is an {@linkplain #encoder()
   * encoder}.
   *
   * @return perhaps none
   */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * Where all encoders that were made of settings count: hosts make them before anybody could say
   * where to.
   *
   * @return the one of the process; whoever is attached to {@link io.obs4j.logging.GlobalLogging}
   *     exports its counts
   */
  public static Diagnostics diagnostics() {
    return DIAGNOSTICS;
  }

  /**
   * The encoder of what was described.
   *
   * @return a new encoder
   */
  public LineEncoder encoder() {
    LineFormat described =
        format.toBuilder()
            .nested(nested)
            .caller(caller)
            .collisions(collisions)
            .lineLimit(lineLimit)
            .masking(masking())
            .stackTraces(stackTraces.build())
            .baggage(baggage.toArray(new String[0]))
            .build();
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      described = withConstant(described, constant.getKey(), constant.getValue());
    }
    return described.encoder(environment(DIAGNOSTICS).merge(resource.build()), DIAGNOSTICS);
  }

  private Masking masking() {
    Masking.Builder builder = Masking.builder();
    if (masking.equals("keys")) {
      builder.standardKeys();
    } else if (masking.equals("standard")) {
      builder.standard();
    }
    for (String name : maskedKeys) {
      attempt(() -> builder.keys(name));
    }
    return builder.build();
  }

  private LineFormat withConstant(LineFormat described, String name, String value) {
    LineFormat.Builder more = described.toBuilder();
    try {
      more.root().constant(described.keys.key(name), value);
      return more.build();
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
      return described;
    }
  }

  /** A strict environment does not keep a service from logging. */
  private Resource environment(Diagnostics diagnostics) {
    try {
      return Resource.fromEnvironment(
          environment == null ? Environment.system(diagnostics) : environment);
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
      return Resource.builder().build();
    }
  }

  private void fault(String setting, Object value, String remedy) {
    faults.add(setting + " cannot be '" + value + "', so that the default holds: " + remedy + ".");
  }

  private static String[] array(String list) {
    List<String> items = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.trim());
      }
    }
    return items.toArray(new String[0]);
  }
}
