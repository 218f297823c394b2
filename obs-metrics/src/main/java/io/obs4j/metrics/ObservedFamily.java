package io.obs4j.metrics;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A metric with labels whose values are read from callbacks during each walk. Safe for use by any
 * thread.
 *
 * <p>A callback must be quick and must not block: all walks wait for it. One that throws loses its
 * own series in that walk; it is counted, and logged once until it works again. What it observed
 * before it threw is kept. A series that no callback observes in a walk is not shown in it.
 */
public final class ObservedFamily {

  private final Callbacks callbacks;
  private final @Nullable SeriesTable table;
  private final LabelProjection labels;

  /**
   * A family.
   *
   * @param table null if the metric is left out: its callbacks are then never called
   */
  ObservedFamily(Callbacks callbacks, @Nullable SeriesTable table, LabelProjection labels) {
    this.callbacks = callbacks;
    this.table = table;
    this.labels = labels;
  }

  /**
   * Observes one series as a {@code double}.
   *
   * @param value asked in each walk
   * @param labelValues in the order of the labels; copied
   * @return to be closed when the observed object ends
   * @throws IllegalArgumentException if the number of values differs from that of the labels
   */
  public Registration callback(DoubleSupplier value, String... labelValues) {
    Objects.requireNonNull(value, "value");
    checkCount(labelValues);
    LabelValues key = key(labelValues);
    return register(observed -> () -> callbacks.observe(observed, key, value.getAsDouble()));
  }

  /**
   * Observes one series as a {@code long}.
   *
   * @param value asked in each walk
   * @param labelValues in the order of the labels; copied
   * @return to be closed when the observed object ends
   * @throws IllegalArgumentException if the number of values differs from that of the labels
   */
  public Registration longCallback(LongSupplier value, String... labelValues) {
    Objects.requireNonNull(value, "value");
    checkCount(labelValues);
    LabelValues key = key(labelValues);
    return register(observed -> () -> callbacks.observe(observed, key, value.getAsLong()));
  }

  /**
   * Observes any number of series by one callback.
   *
   * @param observation called in each walk, with what takes the values
   * @return to be closed when the observed object ends
   */
  public Registration observe(Consumer<Observer> observation) {
    Objects.requireNonNull(observation, "observation");
    return register(
        observed -> {
          TableObserver observer = new TableObserver(observed);
          return () -> observer.during(observation);
        });
  }

  private Registration register(Function<SeriesTable, Runnable> callback) {
    return table == null
        ? () -> {}
        : callbacks.add(table.declaration().name(), callback.apply(table));
  }

  private void checkCount(String... labelValues) {
    if (labelValues.length != labels.arity()) {
      throw new IllegalArgumentException(
          labelValues.length
              + " label values for a metric that declares "
              + labels.arity()
              + " labels; give one value for each");
    }
  }

  private LabelValues key(String... labelValues) {
    return LabelValues.of(LabelValues.known(labels.apply(labelValues)));
  }

  private final class TableObserver implements Observer {

    private final SeriesTable observed;

    /* Of the thread that calls the callbacks; all others are refused whatever they see. */
    private boolean called;

    TableObserver(SeriesTable observed) {
      this.observed = observed;
    }

    void during(Consumer<Observer> observation) {
      called = true;
      try {
        observation.accept(this);
      } finally {
        called = false;
      }
    }

    @Override
    public void observe(long value, String... labelValues) {
      if (accepts(labelValues)) {
        callbacks.observe(observed, key(labelValues), value);
      }
    }

    @Override
    public void observe(double value, String... labelValues) {
      if (accepts(labelValues)) {
        callbacks.observe(observed, key(labelValues), value);
      }
    }

    private boolean accepts(String... labelValues) {
      if (!called) {
        observed.refuse(Refusal.OUTSIDE_CALLBACK);
        return false;
      }
      if (labelValues.length != labels.arity()) {
        observed.refuse(Refusal.LABELS);
        return false;
      }
      return true;
    }
  }
}
