package io.obs4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.obs4j.judges.Allocations;
import io.obs4j.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Recording through a meter allocates nothing. */
class MeterCostTest {

  private final ObsMeterRegistry registry = new ObsMeterRegistry(Metrics.create());

  @Test
  void meters_whenRecordedTo_allocateNothing() {
    Counter counter = registry.counter("counter", "a", "b");
    Timer plain = registry.timer("timer", "a", "b");
    Timer percentiles = Timer.builder("percentiles").publishPercentiles(0.9).register(registry);
    Timer buckets =
        Timer.builder("buckets")
            .publishPercentileHistogram()
            .serviceLevelObjectives(Duration.ofMillis(7))
            .register(registry);
    DistributionSummary summary = registry.summary("summary");

    double bytes =
        Allocations.perCall(
            () -> {
              counter.increment();
              counter.increment(0.5);
              plain.record(17, TimeUnit.MILLISECONDS);
              percentiles.record(17, TimeUnit.MILLISECONDS);
              buckets.record(17, TimeUnit.MILLISECONDS);
              summary.record(17);
              return counter;
            },
            0);

    assertThat(bytes).isZero();
  }
}
