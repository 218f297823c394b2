package io.obs4j.metrics;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

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
  private final SeriesTable table;

  ObservedFamily(Callbacks callbacks, SeriesTable table) {
    this.callbacks = callbacks;
    this.table = table;
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
    LabelValues key = key(labelValues);
    return register(() -> callbacks.observe(table, key, value.getAsDouble()));
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
    LabelValues key = key(labelValues);
    return register(() -> callbacks.observe(table, key, value.getAsLong()));
  }

  /**
   * Observes any number of series by one callback.
   *
   * @param observation called in each walk, with what takes the values
   * @return to be closed when the observed object ends
   */
  public Registration observe(Consumer<Observer> observation) {
    Objects.requireNonNull(observation, "observation");
    Observer observer = new TableObserver();
    return register(() -> observation.accept(observer));
  }

  private Registration register(Runnable callback) {
    return callbacks.add(table.declaration().name(), callback);
  }

  private LabelValues key(String... labelValues) {
    if (labelValues.length != table.labelNames().length) {
      throw new IllegalArgumentException(
          labelValues.length
              + " label values for metric "
              + table.declaration().name()
              + ", which declares "
              + table.declaration().labels()
              + "; give one value for each");
    }
    return LabelValues.of(LabelValues.known(labelValues));
  }

  private final class TableObserver implements Observer {

    @Override
    public void observe(long value, String... labelValues) {
      if (fits(labelValues)) {
        callbacks.observe(table, key(labelValues), value);
      }
    }

    @Override
    public void observe(double value, String... labelValues) {
      if (fits(labelValues)) {
        callbacks.observe(table, key(labelValues), value);
      }
    }

    private boolean fits(String... labelValues) {
      boolean fits = labelValues.length == table.labelNames().length;
      if (!fits) {
        table.refuse(Refusal.LABELS);
      }
      return fits;
    }
  }
}
