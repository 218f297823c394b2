package io.obs4j.metrics;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Declares a metric. What is wrong with a declaration throws at once. Not safe for use by several
 * threads at once.
 *
 * <p>The same name may be declared again with the same shape (kind, unit, labels, constants,
 * buckets) and gives the same instruments; with another shape it throws.
 *
 * @param <S> the instrument
 * @param <B> the builder itself
 */
public abstract sealed class InstrumentBuilder<S, B extends InstrumentBuilder<S, B>>
    permits ObservableBuilder,
        HistogramBuilder,
        SummaryBuilder,
        StateSetBuilder,
        InfoBuilder,
        InFlightBuilder {

  private final Registry registry;
  private final String name;
  private final MetricKind kind;
  private InstrumentationScope scope = InstrumentationScope.APPLICATION;
  private String unit = "";
  private String help = "";
  private final AttributesBuilder constants = Attributes.builder();
  private int limit;
  private @Nullable Duration idle;

  InstrumentBuilder(Registry registry, String name, MetricKind kind) {
    checkName(name);
    this.registry = registry;
    this.name = name;
    this.kind = kind;
    this.limit = registry.defaultLimit();
  }

  static boolean isName(String name) {
    return !name.isBlank() && name.length() <= 255;
  }

  static void checkName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "metric name \"" + name + "\" must have 1 to 255 characters, not all of them blank");
    }
  }

  /**
   * Sets the unit, by default none.
   *
   * @param ucum a code of the Unified Code for Units of Measure, such as {@code s}, {@code By} or
   *     {@code {request}}; infos and state sets have none
   * @return this builder
   */
  public B unit(String ucum) {
    if (!ucum.isEmpty() && (kind == MetricKind.INFO || kind == MetricKind.STATE_SET)) {
      throw new IllegalArgumentException(
          "metric "
              + name
              + " has unit "
              + ucum
              + ", but neither an info nor a state set measures anything; leave the unit out");
    }
    unit = ucum;
    return self();
  }

  /**
   * Sets the description, by default empty.
   *
   * @param sentence for people
   * @return this builder
   */
  public B help(String sentence) {
    help = Objects.requireNonNull(sentence, "help");
    return self();
  }

  /**
   * Adds a label that all series have, with one value.
   *
   * @param label its name
   * @param value its value
   * @return this builder
   */
  public B constant(String label, String value) {
    constants.put(checkLabel(label), Objects.requireNonNull(value, "value"));
    return self();
  }

  /**
   * Sets the library that records, by default the application itself.
   *
   * @param library name and version
   * @return this builder
   */
  public B scope(InstrumentationScope library) {
    scope = Objects.requireNonNull(library, "scope");
    return self();
  }

  /**
   * Sets how many series the metric may have, by default as many as {@link Metrics.Builder#limit}
   * says. All further ones share one overflow series.
   *
   * @param series at least 1
   * @return this builder
   */
  public B limit(int series) {
    if (series < 1) {
      throw new IllegalArgumentException(
          "limit " + series + " of metric " + name + " must be at least 1");
    }
    limit = series;
    return self();
  }

  /**
   * Hides series that have not been written for a time; the next write brings one back with its
   * value. By default none is hidden.
   *
   * @param time positive
   * @return this builder
   */
  public B expireAfter(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "idle time " + time + " of metric " + name + " must be positive");
    }
    idle = time;
    return self();
  }

  /**
   * Ends the declaration of a metric without labels.
   *
   * @return its one instrument
   * @throws IllegalArgumentException if the name is taken by a metric of another shape
   */
  public S create() {
    return family(List.of()).of(new String[0]);
  }

  /**
   * Ends the declaration of a metric with labels.
   *
   * @param names of the labels, at least one, all different
   * @return the family of its instruments
   * @throws IllegalArgumentException if the name is taken by a metric of another shape
   */
  public Family<S> labels(String... names) {
    return family(checkLabelled(names));
  }

  /** The builder as its own type. */
  abstract B self();

  /** Makes a cell that implements S. */
  abstract Cell cell(Cell.Place place);

  /** An instrument that records nothing. */
  abstract S refusing();

  /** What is to be chosen of the aggregation. */
  Aggregation aggregation() {
    return Aggregation.Plain.LAST;
  }

  final Registry registry() {
    return registry;
  }

  final String name() {
    return name;
  }

  final String unit() {
    return unit;
  }

  final List<String> checkLabelled(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException(
          "metric "
              + name
              + " needs at least one label; without labels use create() or callback()");
    }
    return checkLabels(names);
  }

  final List<String> checkLabels(String... names) {
    Set<String> seen = new HashSet<>();
    for (AttributeKey<?> constant : constants.build().asMap().keySet()) {
      seen.add(constant.getKey());
    }
    for (String label : names) {
      if (!seen.add(checkLabel(label))) {
        throw new IllegalArgumentException(
            "label " + label + " of metric " + name + " is declared twice; name it once");
      }
    }
    return List.of(names);
  }

  final Declaration declaration(List<String> labels, boolean observed) {
    return declaration(labels, null, observed);
  }

  /** What is declared of a metric whose labels are not fixed. */
  final Declaration openDeclaration(boolean observed) {
    return declaration(List.of(), AttributeSelection.ALL, observed);
  }

  private Declaration declaration(
      List<String> labels, @Nullable AttributeSelection selection, boolean observed) {
    return new Declaration(
        scope,
        name,
        kind,
        observed,
        unit,
        help,
        labels,
        constants.build(),
        selection,
        aggregation(),
        limit,
        idle);
  }

  /** Declares the metric with labels, perhaps none. */
  Family<S> family(List<String> labels) {
    return registry.family(declaration(labels, false), this::cell, refusing());
  }

  /** Declares the metric with labels that are not fixed. */
  final OpenFamily<S> openFamily() {
    return registry.open(openDeclaration(/* observed= */ false), this::cell, refusing());
  }

  private String checkLabel(String label) {
    if (label.isBlank() || label.length() > 255) {
      throw new IllegalArgumentException(
          "label \""
              + label
              + "\" of metric "
              + name
              + " must have 1 to 255 characters, not all of them blank");
    }
    return label;
  }
}
