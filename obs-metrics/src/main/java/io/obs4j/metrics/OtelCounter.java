package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A counter of longs and of doubles. What it refuses makes no series. */
sealed class OtelCounter implements LongCounter, DoubleCounter
    permits OtelIncubatorInstruments.Counter {

  final OpenSeries<CounterCell> series;

  OtelCounter(OpenSeries<CounterCell> series) {
    this.series = series;
  }

  @Override
  public final boolean isEnabled() {
    return true;
  }

  @Override
  public final void add(long value) {
    add(value, null, null);
  }

  @Override
  public final void add(long value, @Nullable Attributes attributes) {
    add(value, attributes, null);
  }

  @Override
  public final void add(long value, @Nullable Attributes attributes, @Nullable Context context) {
    Refusal objection = CounterCell.objectionTo(value);
    if (objection == null) {
      series.of(attributes).addInteger(value, context);
    } else {
      series.refuse(objection);
    }
  }

  @Override
  public final void add(double value) {
    add(value, null, null);
  }

  @Override
  public final void add(double value, @Nullable Attributes attributes) {
    add(value, attributes, null);
  }

  @Override
  public final void add(double value, @Nullable Attributes attributes, @Nullable Context context) {
    Refusal objection = CounterCell.objectionTo(value);
    if (objection == null) {
      series.of(attributes).addFraction(value, context);
    } else {
      series.refuse(objection);
    }
  }
}
