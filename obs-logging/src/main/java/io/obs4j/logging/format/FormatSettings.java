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
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A format as the configuration file of a host describes it, in texts. What cannot be used is left
 * at its default and told among the {@linkplain #faults() faults}: a mistake in a file does not
 * keep a service from logging. Lists are separated by commas; each call adds to them. Not safe for
 * use by several threads at once.
 */
// As long as it is because there are so many settings: a few lines each, most of them
// documentation.
public final class FormatSettings {

  private static final Diagnostics DIAGNOSTICS = Diagnostics.create();

  private final @Nullable Environment environment;
  private final List<String> faults = new ArrayList<>();
  private final Resource.Builder resource = Resource.builder();
  private final Map<String, String> constants = new LinkedHashMap<>();
  private final List<String> baggage = new ArrayList<>();
  private final List<UnaryOperator<LineFormat>> changes = new ArrayList<>();
  private final MaskingSettings masking = new MaskingSettings(faults);
  private final StackTraces.Builder stackTraces = StackTraces.builder();
  private LineFormat format = LineFormat.ecs();
  private KeyCollision collisions = KeyCollision.RENAME;
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
    assign("constants", assignments, constants::put);
  }

  private void assign(String setting, String assignments, BiConsumer<String, String> taker) {
    for (String assignment : array(assignments)) {
      int at = assignment.indexOf('=');
      if (at <= 0) {
        fault(setting, assignment, "write name=value");
      } else {
        taker.accept(assignment.substring(0, at).trim(), assignment.substring(at + 1).trim());
      }
    }
  }

  /**
   * Leaves fields of the format out.
   *
   * @param names of outermost fields
   * @see Fields#without
   */
  public void withoutFields(String names) {
    for (String name : array(names)) {
      changes.add(described -> described.toBuilder().fields(all -> all.without(name)).build());
    }
  }

  /**
   * Gives fields of the format other names.
   *
   * @param assignments such as {@code message=msg, tags=markers}, of outermost fields
   * @see Fields#rename
   */
  public void renamedFields(String assignments) {
    assign(
        "renamedFields",
        assignments,
        (name, other) ->
            changes.add(
                described -> described.toBuilder().fields(all -> all.rename(name, other)).build()));
  }

  /**
   * Names the field that tells what was cut.
   *
   * @param name of the field; a blank one is not set
   * @see LineFormat.Builder#cutField
   */
  public void cutField(String name) {
    if (!name.isBlank()) {
      changes.add(
          described -> described.toBuilder().cutField(described.keys.key(name.trim())).build());
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
    if (!masking.choose(name)) {
      fault("masking", name, "choose one of keys, standard, none");
    }
  }

  /**
   * Masks the values of further keys.
   *
   * @param names as those of {@link Masking.Builder#keys}; with a number, as in {@code account=4},
   *     so many characters at the end are shown as {@link Masking.Builder#keysKeepingLast} says
   */
  public void maskedKeys(String names) {
    for (String name : array(names)) {
      masking.key(name);
    }
  }

  /**
   * Masks further secrets wherever they stand.
   *
   * @param names {@code authorization}, {@code url_password}, {@code jwt}, {@code access_key},
   *     {@code card}, {@code email} or {@code iban}, in any case; with a number, as in {@code
   *     iban=4}, so many characters at the end are shown
   * @see SecretPattern
   */
  public void maskedPatterns(String names) {
    for (String name : array(names)) {
      masking.pattern(name);
    }
  }

  /**
   * Sets what stands in place of a secret.
   *
   * @param text perhaps empty
   * @see Masking.Builder#replacement
   */
  public void maskedAs(String text) {
    masking.replacement(text);
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
   * Limits the throwables of a trace.
   *
   * @param most how many are written
   * @see StackTraces.Builder#throwables
   */
  public void stackThrowables(int most) {
    attempt(() -> stackTraces.throwables(most));
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
            .masking(masking.build())
            .stackTraces(stackTraces.build())
            .baggage(baggage.toArray(new String[0]))
            .build();
    for (UnaryOperator<LineFormat> change : changes) {
      described = changed(described, change);
    }
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      described =
          changed(described, it -> withConstant(it, constant.getKey(), constant.getValue()));
    }
    return described.encoder(environment(DIAGNOSTICS).merge(resource.build()), DIAGNOSTICS);
  }

  private LineFormat changed(LineFormat described, UnaryOperator<LineFormat> change) {
    try {
      return change.apply(described);
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
      return described;
    }
  }

  private static LineFormat withConstant(LineFormat described, String name, String value) {
    LineFormat.Builder more = described.toBuilder();
    more.root().constant(described.keys.key(name), value);
    return more.build();
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
