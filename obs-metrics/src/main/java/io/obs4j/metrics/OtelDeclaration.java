package io.obs4j.metrics;

import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of one instrument have gathered, that of longs and that of doubles. Not safe
 * for use by several threads at once.
 */
final class OtelDeclaration {

  /** The kind of fault when an advice cannot be followed. */
  static final String FAULT_ADVICE = "metrics.advice";

  private final OtelMeter meter;
  private final String name;
  private final MetricKind kind;
  private String unit = "";
  private String description = "";
  private AttributeSelection selection = AttributeSelection.ALL;
  private double @Nullable [] bounds;

  OtelDeclaration(OtelMeter meter, String name, MetricKind kind) {
    this.meter = meter;
    this.name = name;
    this.kind = kind;
  }

  void unit(@Nullable String newUnit) {
    unit = newUnit == null ? "" : newUnit;
  }

  void description(@Nullable String newDescription) {
    description = newDescription == null ? "" : newDescription;
  }

  /** Advises the only attributes to keep. */
  void attributes(@Nullable List<AttributeKey<?>> advised) {
    if (advised != null) {
      Set<AttributeKey<?>> known = new HashSet<>(advised);
      known.remove(null);
      selection = new AttributeSelection(Set.copyOf(known), Set.of());
    }
  }

  /** Advises the bounds of the buckets; none at all is one bucket. */
  void bounds(@Nullable List<? extends @Nullable Number> advised) {
    if (advised == null) {
      return;
    }
    try {
      double[] copy = new double[advised.size()];
      for (int i = 0; i < copy.length; i++) {
        Number bound = advised.get(i);
        copy[i] = bound == null ? Double.NaN : bound.doubleValue();
      }
      bounds = copy.length == 0 ? copy : HistogramBuilder.checkBounds(name, copy);
    } catch (IllegalArgumentException e) {
      meter
          .registry()
          .diagnostics()
          .fault(
              FAULT_ADVICE,
              name,
              "The advised buckets of histogram "
                  + name
                  + " are not used: "
                  + e.getMessage()
                  + ". Correct the advice.");
    }
  }

  /** The series that an instrument records to, or null if the metric is left out. */
  <C extends Cell> @Nullable OpenSeries<C> recorded(
      Aggregation aggregation, Function<Cell.Place, Cell> factory) {
    return family(aggregation, false, factory);
  }

  /** The series of a histogram. */
  @Nullable OpenSeries<HistogramCell> distribution() {
    HistogramLayout layout =
        bounds == null
            ? HistogramLayout.exponential(
                HistogramBuilder.FINEST_SCALE,
                HistogramBuilder.DEFAULT_MAX_BUCKETS,
                0,
                HistogramLayout.defaultBounds(unit, 0),
                unit)
            : HistogramLayout.explicit(bounds, unit);
    return recorded(layout, HistogramCell::of);
  }

  /** What takes observations, or null if the metric is left out. */
  @Nullable OtelMeasurement observed() {
    OpenSeries<ObservedCell> series = family(Aggregation.Plain.LAST, true, ObservedCell::new);
    return series == null ? null : new OtelMeasurement(meter, series);
  }

  /** An instrument that a callback observes. */
  OtelObservable observed(@Nullable Consumer<? super OtelMeasurement> callback) {
    OtelMeasurement measurement = observed();
    if (measurement == null || callback == null) {
      return OtelObservable.NOTHING;
    }
    return OtelMeasurement.observing(
        meter.registry().callbacks(), List.of(measurement), () -> callback.accept(measurement));
  }

  private <C extends Cell> @Nullable OpenSeries<C> family(
      Aggregation aggregation, boolean observed, Function<Cell.Place, Cell> factory) {
    Declaration declared =
        new Declaration(
            meter.scope(),
            name,
            kind,
            observed,
            unit,
            description,
            List.of(),
            Attributes.empty(),
            selection,
            aggregation,
            meter.registry().defaultLimit(),
            null);
    SeriesTable table = meter.registry().openTable(declared, factory, /* ignoringCase= */ true);
    return table == null ? null : new OpenSeries<>(table);
  }
}
