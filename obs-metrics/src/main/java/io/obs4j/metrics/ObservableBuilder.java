package io.obs4j.metrics;

import io.obs4j.core.MetricKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Declares a metric whose values are recorded, or else observed by callbacks. A name serves one or
 * the other.
 *
 * <p>Callbacks are held strongly until their registration is closed, and are called once at the
 * beginning of each walk; {@link ObservedFamily} says how they may fail. What several callbacks
 * report of one series adds up if the metric is a sum; of a gauge, the last one stays.
 *
 * @param <S> the instrument
 * @param <B> the builder itself
 */
public abstract sealed class ObservableBuilder<S, B extends ObservableBuilder<S, B>>
    extends InstrumentBuilder<S, B> permits CounterBuilder, UpDownCounterBuilder, GaugeBuilder {

  ObservableBuilder(Registry registry, String name, MetricKind kind) {
    super(registry, name, kind);
  }

  /**
   * Ends the declaration of a metric without labels, observed as a {@code double}.
   *
   * @param value asked in each walk; of a counter, the total so far
   * @return to be closed when the observed object ends
   * @throws IllegalArgumentException if the name is taken by a metric of another shape
   */
  public final Registration callback(DoubleSupplier value) {
    return observed(List.of()).callback(value);
  }

  /**
   * Ends the declaration of a metric without labels, observed as a {@code long}.
   *
   * @param value asked in each walk; of a counter, the total so far
   * @return to be closed when the observed object ends
   * @throws IllegalArgumentException if the name is taken by a metric of another shape
   */
  public final Registration longCallback(LongSupplier value) {
    return observed(List.of()).longCallback(value);
  }

  /**
   * Ends the declaration of a metric without labels, observed by a callback that may also have
   * nothing to tell: without an observation the metric is not shown.
   *
   * @param observation called in each walk, with what takes the value
   * @return to be closed when the observed object ends
   * @throws IllegalArgumentException if the name is taken by a metric of another shape
   */
  public final Registration observe(Consumer<Observer> observation) {
    return observed(List.of()).observe(observation);
  }

  /**
   * Ends the declaration of a metric with labels, observed by callbacks.
   *
   * @param labels at least one, all different
   * @return the family, to which callbacks are added
   * @throws IllegalArgumentException if the name is taken by a metric of another shape
   */
  public final ObservedFamily observed(String... labels) {
    return observed(checkLabelled(labels));
  }

  /**
   * Ends the declaration of a metric whose labels are not fixed. Declarations of one name that do
   * not agree do not throw: it is told, and both are shown.
   *
   * @return the family of its instruments
   */
  public final OpenFamily<S> open() {
    return openFamily();
  }

  /**
   * Ends the declaration of a metric whose labels are not fixed, observed by callbacks. It does not
   * throw where declarations of one name do not agree, as {@link #open}.
   *
   * @return the family, to which callbacks are added
   */
  public final OpenObservedFamily openObserved() {
    return new OpenObservedFamily(registry().openObserved(openDeclaration(/* observed= */ true)));
  }

  private ObservedFamily observed(List<String> labels) {
    return registry().observed(declaration(labels, true));
  }
}
