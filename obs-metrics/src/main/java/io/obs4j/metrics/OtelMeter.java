package io.obs4j.metrics;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Declares the instruments of one scope. Whose name is no name of an instrument records nothing.
 */
final class OtelMeter implements Meter {

  /** The kind of fault when an instrument has no proper name. */
  static final String FAULT_NAME = "metrics.name";

  /** What the API hands out where there is nothing to record to. */
  static final Meter NOOP = MeterProvider.noop().get("");

  /** The classes of the builders and instruments. */
  static final OtelTypes TYPES = OtelTypes.onClassPath();

  private static final int LONGEST_NAME = 255;

  private final Registry registry;
  private final InstrumentationScope scope;

  OtelMeter(Registry registry, InstrumentationScope scope) {
    this.registry = registry;
    this.scope = scope;
  }

  Registry registry() {
    return registry;
  }

  InstrumentationScope scope() {
    return scope;
  }

  @Override
  public LongCounterBuilder counterBuilder(@Nullable String name) {
    OtelDeclaration declaration = declare(name, MetricKind.COUNTER);
    return declaration == null ? NOOP.counterBuilder("") : TYPES.longCounter(declaration);
  }

  @Override
  public LongUpDownCounterBuilder upDownCounterBuilder(@Nullable String name) {
    OtelDeclaration declaration = declare(name, MetricKind.UP_DOWN_COUNTER);
    return declaration == null
        ? NOOP.upDownCounterBuilder("")
        : TYPES.longUpDownCounter(declaration);
  }

  @Override
  public DoubleHistogramBuilder histogramBuilder(@Nullable String name) {
    OtelDeclaration declaration = declare(name, MetricKind.HISTOGRAM);
    return declaration == null ? NOOP.histogramBuilder("") : TYPES.doubleHistogram(declaration);
  }

  @Override
  public DoubleGaugeBuilder gaugeBuilder(@Nullable String name) {
    OtelDeclaration declaration = declare(name, MetricKind.GAUGE);
    return declaration == null ? NOOP.gaugeBuilder("") : TYPES.doubleGauge(declaration);
  }

  @Override
  public BatchCallback batchCallback(
      @Nullable Runnable callback,
      @Nullable ObservableMeasurement observableMeasurement,
      @Nullable ObservableMeasurement @Nullable ... additionalMeasurements) {
    List<OtelMeasurement> ours = new ArrayList<>();
    add(ours, observableMeasurement);
    if (additionalMeasurements != null) {
      for (ObservableMeasurement measurement : additionalMeasurements) {
        add(ours, measurement);
      }
    }
    if (callback == null || ours.isEmpty()) {
      return OtelObservable.NOTHING;
    }
    return OtelMeasurement.observing(registry.callbacks(), ours, callback);
  }

  /** Those of other meters, and of metrics that are left out, take nothing in this callback. */
  private void add(List<OtelMeasurement> ours, @Nullable ObservableMeasurement measurement) {
    if (measurement instanceof OtelMeasurement own && own.isOf(registry, scope)) {
      ours.add(own);
    }
  }

  /** A declaration, or null if the name is not allowed, which is told. */
  private @Nullable OtelDeclaration declare(@Nullable String name, MetricKind kind) {
    if (name != null && isName(name)) {
      return new OtelDeclaration(this, name, kind);
    }
    registry
        .diagnostics()
        .fault(
            FAULT_NAME,
            String.valueOf(name),
            "The instrument \""
                + name
                + "\" of scope \""
                + scope.name()
                + "\" records nothing: its name must have 1 to "
                + LONGEST_NAME
                + " characters, letters, digits and _ . - / of ASCII, and begin with a letter."
                + " Rename it.");
    return null;
  }

  /**
   * Whether an instrument may be called so.
   *
   * @see <a
   *     href="https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-name-syntax">OpenTelemetry,
   *     Metrics API, Instrument name syntax</a>
   */
  static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || !isLetter(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && !(c >= '0' && c <= '9') && "_.-/".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
