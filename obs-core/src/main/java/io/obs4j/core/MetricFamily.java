package io.obs4j.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all series of one metric share. A source hands the same instance to every walk, so that
 * exporters may keep what they derive from it by identity.
 *
 * @param scope who recorded it
 * @param name as the user wrote it; each exporter translates
 * @param kind what it measures
 * @param unit UCUM code such as {@code s} or {@code By}, empty for none
 * @param help one sentence for people, empty for none
 * @param observed whether values are read from callbacks during the walk
 */
public record MetricFamily(
    InstrumentationScope scope,
    String name,
    MetricKind kind,
    String unit,
    String help,
    boolean observed) {

  /**
   * Refuses nulls.
   *
   * @param scope who recorded it
   * @param name as the user wrote it; each exporter translates
   * @param kind what it measures
   * @param unit UCUM code such as {@code s} or {@code By}, empty for none
   * @param help one sentence for people, empty for none
   * @param observed whether values are read from callbacks during the walk
   */
  public MetricFamily {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(help, "help");
  }

  /*
   * equals and hashCode are spelled out: those that the JDK derives are linked at their first call,
   * which a start would pay for, and before JDK 19 keep the loader of this class alive.
   */

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MetricFamily that
        && observed == that.observed
        && kind == that.kind
        && name.equals(that.name)
        && unit.equals(that.unit)
        && help.equals(that.help)
        && scope.equals(that.scope);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + kind.hashCode();
  }
}
