package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

/** Recording by the OpenTelemetry API on attributes that were built before allocates nothing. */
class OtelRecordingCostTest {

  private static final int SETS = 1_000;

  private final Attributes[] sets = new Attributes[SETS];

  OtelRecordingCostTest() {
    for (int set = 0; set < SETS; set++) {
      sets[set] =
          Attributes.builder()
              .put("user", "u" + set)
              .put("status", 200 + set % 7)
              .put("route", "/r" + set % 5)
              .build();
    }
  }

  @Test
  void record_allInstruments_allocatesNothing() {
    Meter meter = Metrics.create().meterProvider().get("m");
    LongCounter longs = meter.counterBuilder("c").build();
    DoubleCounter doubles = meter.counterBuilder("dc").ofDoubles().build();
    LongUpDownCounter balance = meter.upDownCounterBuilder("u").build();
    DoubleHistogram histogram = meter.histogramBuilder("h").setUnit("s").build();
    LongHistogram sizes = meter.histogramBuilder("lh").ofLongs().build();
    DoubleGauge gauge = meter.gaugeBuilder("g").build();
    LongGauge level = meter.gaugeBuilder("lg").ofLongs().build();
    Context context = Context.root();

    assertThat(
            Allocation.leastBy(
                i -> {
                  Attributes attributes = sets[i % SETS];
                  longs.add(i, attributes);
                  longs.add(i, attributes, context);
                  longs.add(-1, attributes);
                  longs.add(1);
                  doubles.add(0.5 * i, attributes);
                  balance.add(-i, attributes);
                  histogram.record(0.001 * i, attributes);
                  sizes.record(i, attributes);
                  gauge.set(i, attributes);
                  level.set(i, attributes);
                }))
        .isZero();
  }

  @Test
  void record_beyondTheLimit_allocatesNothing() {
    Meter meter = Metrics.builder().limit(10).build().meterProvider().get("m");
    LongCounter counter = meter.counterBuilder("c").build();

    assertThat(Allocation.leastBy(i -> counter.add(1, sets[i % SETS]))).isZero();
  }

  @Test
  void record_attributesOfWhichARuleDropsSome_allocatesNothing() {
    Rules rules = Rules.builder().drop("c", "user").build();
    LongCounter counter =
        Metrics.builder().rules(rules).build().meterProvider().get("m").counterBuilder("c").build();

    assertThat(Allocation.leastBy(i -> counter.add(1, sets[i % 100]))).isZero();
  }
}
