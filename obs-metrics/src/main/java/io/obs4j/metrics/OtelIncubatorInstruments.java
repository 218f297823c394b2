package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.incubator.metrics.BoundDoubleCounter;
import io.opentelemetry.api.incubator.metrics.BoundDoubleGauge;
import io.opentelemetry.api.incubator.metrics.BoundDoubleHistogram;
import io.opentelemetry.api.incubator.metrics.BoundDoubleUpDownCounter;
import io.opentelemetry.api.incubator.metrics.BoundLongCounter;
import io.opentelemetry.api.incubator.metrics.BoundLongGauge;
import io.opentelemetry.api.incubator.metrics.BoundLongHistogram;
import io.opentelemetry.api.incubator.metrics.BoundLongUpDownCounter;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleCounter;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleGauge;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleHistogram;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleUpDownCounter;
import io.opentelemetry.api.incubator.metrics.ExtendedLongCounter;
import io.opentelemetry.api.incubator.metrics.ExtendedLongGauge;
import io.opentelemetry.api.incubator.metrics.ExtendedLongHistogram;
import io.opentelemetry.api.incubator.metrics.ExtendedLongUpDownCounter;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The instruments with what the incubator adds to them: being bound to attributes once and for all.
 * Loaded only where the incubator is on the class path.
 */
final class OtelIncubatorInstruments {

  private OtelIncubatorInstruments() {}

  static final class Counter extends OtelCounter
      implements ExtendedLongCounter, ExtendedDoubleCounter {

    Counter(OpenSeries<CounterCell> series) {
      super(series);
    }

    @Override
    public BoundCounter bind(@Nullable Attributes attributes) {
      return new BoundCounter(series.of(attributes));
    }
  }

  static final class BoundCounter implements BoundLongCounter, BoundDoubleCounter {

    private final CounterCell cell;

    BoundCounter(CounterCell cell) {
      this.cell = cell;
    }

    @Override
    public void add(long value) {
      cell.add(value, null);
    }

    @Override
    public void add(long value, @Nullable Context context) {
      cell.add(value, context);
    }

    @Override
    public void add(double value) {
      cell.add(value, null);
    }

    @Override
    public void add(double value, @Nullable Context context) {
      cell.add(value, context);
    }
  }

  static final class UpDownCounter extends OtelUpDownCounter
      implements ExtendedLongUpDownCounter, ExtendedDoubleUpDownCounter {

    UpDownCounter(OpenSeries<UpDownCounterCell> series) {
      super(series);
    }

    @Override
    public BoundUpDownCounter bind(@Nullable Attributes attributes) {
      return new BoundUpDownCounter(series.of(attributes));
    }
  }

  static final class BoundUpDownCounter
      implements BoundLongUpDownCounter, BoundDoubleUpDownCounter {

    private final UpDownCounterCell cell;

    BoundUpDownCounter(UpDownCounterCell cell) {
      this.cell = cell;
    }

    @Override
    public void add(long value) {
      cell.add(value, null);
    }

    @Override
    public void add(long value, @Nullable Context context) {
      cell.add(value, context);
    }

    @Override
    public void add(double value) {
      cell.add(value, null);
    }

    @Override
    public void add(double value, @Nullable Context context) {
      cell.add(value, context);
    }
  }

  static final class Histogram extends OtelHistogram
      implements ExtendedLongHistogram, ExtendedDoubleHistogram {

    Histogram(OpenSeries<HistogramCell> series) {
      super(series);
    }

    @Override
    public BoundHistogram bind(@Nullable Attributes attributes) {
      return new BoundHistogram(series.of(attributes));
    }
  }

  static final class BoundHistogram implements BoundLongHistogram, BoundDoubleHistogram {

    private final HistogramCell cell;

    BoundHistogram(HistogramCell cell) {
      this.cell = cell;
    }

    @Override
    public void record(long value) {
      cell.record((double) value, null);
    }

    @Override
    public void record(long value, @Nullable Context context) {
      cell.record((double) value, context);
    }

    @Override
    public void record(double value) {
      cell.record(value, null);
    }

    @Override
    public void record(double value, @Nullable Context context) {
      cell.record(value, context);
    }
  }

  static final class Gauge extends OtelGauge implements ExtendedLongGauge, ExtendedDoubleGauge {

    Gauge(OpenSeries<LastValueCell> series) {
      super(series);
    }

    @Override
    public BoundGauge bind(@Nullable Attributes attributes) {
      return new BoundGauge(series.of(attributes));
    }
  }

  static final class BoundGauge implements BoundLongGauge, BoundDoubleGauge {

    private final LastValueCell cell;

    BoundGauge(LastValueCell cell) {
      this.cell = cell;
    }

    @Override
    public void set(long value) {
      cell.set(value);
    }

    @Override
    public void set(long value, @Nullable Context context) {
      cell.set(value);
    }

    @Override
    public void set(double value) {
      cell.set(value);
    }

    @Override
    public void set(double value, @Nullable Context context) {
      cell.set(value);
    }
  }
}
