package io.obs4j.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A program over the OpenTelemetry metrics API, the same for each provider that plays it: what it
 * draws does not depend on what it is told.
 */
final class OtelRandomProgram {

  private static final List<Attributes> SETS =
      List.of(
          Attributes.empty(),
          Attributes.of(AttributeKey.stringKey("k"), "1"),
          Attributes.of(AttributeKey.longKey("k"), 1L),
          Attributes.of(AttributeKey.doubleKey("k"), 1.0),
          Attributes.of(AttributeKey.booleanKey("k"), true),
          Attributes.of(AttributeKey.stringKey("k"), "1", AttributeKey.stringKey("l"), ""),
          Attributes.of(AttributeKey.stringArrayKey("k"), List.of("1")),
          Attributes.of(AttributeKey.longArrayKey("k"), List.of(1L, 2L)),
          Attributes.of(AttributeKey.doubleArrayKey("k"), List.of(1.0, 2.0)),
          Attributes.of(AttributeKey.booleanArrayKey("k"), List.of(true)),
          Attributes.of(AttributeKey.stringKey("k"), "Aa"),
          Attributes.of(AttributeKey.stringKey("k"), "BB")); // with the hash of the one before

  private final SplittableRandom random;
  private final List<Meter> meters;
  private final List<AutoCloseable> registered = new ArrayList<>();
  private final Map<String, Map<Attributes, Long>> observed = new HashMap<>();

  OtelRandomProgram(SplittableRandom random, MeterProvider provider) {
    this.random = random;
    meters =
        List.of(
            provider.get("one"),
            provider.meterBuilder("one").setInstrumentationVersion("2").build(),
            provider.meterBuilder("two").setSchemaUrl("https://schema").build());
  }

  int length() {
    return 1 + random.nextInt(30);
  }

  /**
   * Takes a step.
   *
   * @param effective whether it has an effect, but for what it draws
   * @return false if it is for the caller to walk
   */
  boolean step(boolean effective) {
    int what = random.nextInt(12);
    Meter meter = meters.get(random.nextInt(meters.size()));
    String unit = List.of("", "s", "By").get(random.nextInt(3));
    Attributes attributes = SETS.get(random.nextInt(SETS.size()));
    Attributes same = random.nextBoolean() ? attributes : attributes.toBuilder().build();
    long value = random.nextLong(-100, 1_000);
    boolean longs = random.nextBoolean();
    int variant = random.nextInt(3);
    String suffix = (longs ? ".longs." : ".doubles.") + (unit.isEmpty() ? "one" : unit);
    if (what == 11) {
      return false;
    }
    if (!effective) {
      return true;
    }
    switch (what) {
      case 0, 1, 2 -> add(counter(meter, suffix, unit), longs, variant, value, same);
      case 3, 4 -> add(balance(meter, suffix, unit), longs, variant, value, same);
      case 5, 6 -> record(meter, suffix, unit, longs, Math.abs(value), same);
      case 7, 8 -> set(meter.gaugeBuilder("gauge" + suffix).setUnit(unit), longs, value, same);
      case 9 -> observe(meter, "observed" + variant + suffix, longs, variant, value, attributes);
      default -> close();
    }
    return true;
  }

  private static LongCounterBuilder counter(Meter meter, String suffix, String unit) {
    return meter.counterBuilder("counter" + suffix).setUnit(unit).setDescription("Counts " + unit);
  }

  private static LongUpDownCounterBuilder balance(Meter meter, String suffix, String unit) {
    return meter.upDownCounterBuilder("balance" + suffix).setUnit(unit).setDescription("Balance.");
  }

  private static void add(
      LongCounterBuilder builder, boolean longs, int variant, long value, Attributes attributes) {
    if (longs && variant == 0) {
      builder.build().add(value);
    } else if (longs) {
      builder.build().add(value, attributes);
    } else if (variant == 0) {
      builder.ofDoubles().build().add(0.25 * value, attributes, Context.root());
    } else {
      builder.ofDoubles().build().add(0.25 * value, attributes);
    }
  }

  private static void add(
      LongUpDownCounterBuilder builder,
      boolean longs,
      int variant,
      long value,
      Attributes attributes) {
    if (longs && variant == 0) {
      builder.build().add(value);
    } else if (longs) {
      builder.build().add(value, attributes);
    } else if (variant == 0) {
      builder.ofDoubles().build().add(0.25 * value);
    } else {
      builder.ofDoubles().build().add(0.25 * value, attributes);
    }
  }

  private static void record(
      Meter meter, String suffix, String unit, boolean longs, long value, Attributes attributes) {
    boolean advised = value % 2 == 0;
    DoubleHistogramBuilder builder =
        meter
            .histogramBuilder("histogram" + (advised ? ".advised" : "") + suffix)
            .setUnit(unit)
            .setDescription("Values.");
    if (longs && advised) {
      builder
          .ofLongs()
          .setExplicitBucketBoundariesAdvice(List.of(1L, 10L, 100L, 500L))
          .build()
          .record(value, attributes);
    } else if (longs) {
      builder.ofLongs().build().record(value, attributes);
    } else if (advised) {
      builder
          .setExplicitBucketBoundariesAdvice(List.of(0.5, 1.0, 25.0, 125.5))
          .build()
          .record(0.25 * value, attributes);
    } else {
      builder.build().record(0.25 * value, attributes);
    }
  }

  private static void set(
      DoubleGaugeBuilder builder, boolean longs, long value, Attributes attributes) {
    if (longs) {
      builder.ofLongs().build().set(value, attributes);
    } else {
      builder.build().set(0.25 * value, attributes);
    }
  }

  /** Has one more series observed, by a callback that is registered once for each instrument. */
  private void observe(
      Meter meter, String name, boolean longs, int kind, long value, Attributes attributes) {
    String key = meters.indexOf(meter) + name;
    Map<Attributes, Long> values = observed.get(key);
    if (values == null) {
      Map<Attributes, Long> fresh = new HashMap<>();
      values = fresh;
      observed.put(key, fresh);
      AutoCloseable registration =
          longs ? observeLongs(meter, name, kind, fresh) : observeDoubles(meter, name, kind, fresh);
      registered.add(
          () -> {
            registration.close();
            observed.remove(key);
          });
    }
    values.put(attributes, kind == 0 ? Math.abs(value) : value);
  }

  private static AutoCloseable observeLongs(
      Meter meter, String name, int kind, Map<Attributes, Long> values) {
    return switch (kind) {
      case 0 -> meter.counterBuilder(name).buildWithCallback(m -> tell(m, values));
      case 1 -> meter.upDownCounterBuilder(name).buildWithCallback(m -> tell(m, values));
      default -> {
        ObservableLongMeasurement m = meter.gaugeBuilder(name).ofLongs().buildObserver();
        yield meter.batchCallback(() -> tell(m, values), m);
      }
    };
  }

  private static AutoCloseable observeDoubles(
      Meter meter, String name, int kind, Map<Attributes, Long> values) {
    return switch (kind) {
      case 0 -> {
        ObservableDoubleMeasurement m = meter.counterBuilder(name).ofDoubles().buildObserver();
        yield meter.batchCallback(() -> tell(m, values), m);
      }
      case 1 ->
          meter.upDownCounterBuilder(name).ofDoubles().buildWithCallback(m -> tell(m, values));
      default -> meter.gaugeBuilder(name).buildWithCallback(m -> tell(m, values));
    };
  }

  private static void tell(ObservableLongMeasurement measurement, Map<Attributes, Long> values) {
    values.forEach((attributes, value) -> measurement.record(value, attributes));
  }

  private static void tell(ObservableDoubleMeasurement measurement, Map<Attributes, Long> values) {
    values.forEach((attributes, value) -> measurement.record(0.25 * value, attributes));
  }

  private void close() {
    if (!registered.isEmpty()) {
      try {
        registered.remove(registered.size() - 1).close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
