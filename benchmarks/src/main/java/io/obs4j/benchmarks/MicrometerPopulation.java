package io.obs4j.benchmarks;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Meters of Micrometer in its Prometheus registry. Histograms are timers: its distribution
 * summaries round values up to integers before they choose a bucket.
 */
final class MicrometerPopulation implements Population {

  private final Shape shape;
  private final PrometheusMeterRegistry registry = Peers.micrometer();

  MicrometerPopulation(Shape shape) {
    this.shape = shape;
  }

  @Override
  public Writer writer(int index) {
    String name = shape.familyName(shape.family(index));
    Tags tags = Peers.tags(shape.values(index));
    if (shape.histograms()) {
      Timer timer =
          Timer.builder(name)
              .tags(tags)
              .serviceLevelObjectives(Peers.objectives())
              .register(registry);
      return seconds -> timer.record(Math.round(seconds * 1e9), TimeUnit.NANOSECONDS);
    }
    return registry.counter(name, tags)::increment;
  }

  @Override
  public Page page() {
    return Page.of(registry);
  }
}
