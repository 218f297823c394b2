package io.obs4j.benchmarks;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;

/** Series of the Prometheus client. */
final class ClientJavaPopulation implements Population {

  private final Shape shape;
  private final PrometheusRegistry registry = Peers.clientJava();
  private final List<Counter> counters = new ArrayList<>();
  private final List<Histogram> histograms = new ArrayList<>();

  ClientJavaPopulation(Shape shape) {
    this.shape = shape;
    for (int i = 0; i < shape.families(); i++) {
      String name = shape.familyName(i);
      if (shape.histograms()) {
        histograms.add(
            Histogram.builder()
                .name(name + "_seconds")
                .labelNames(Labels.NAMES)
                .classicOnly()
                .classicUpperBounds(Peers.BOUNDS)
                .register(registry));
      } else {
        counters.add(Counter.builder().name(name).labelNames(Labels.NAMES).register(registry));
      }
    }
  }

  @Override
  public Writer writer(int index) {
    int family = shape.family(index);
    if (shape.histograms()) {
      return histograms.get(family).labelValues(shape.values(index))::observe;
    }
    CounterDataPoint counter = counters.get(family).labelValues(shape.values(index));
    return value -> counter.inc((long) value);
  }

  @Override
  public Page page() {
    return Page.of(registry);
  }
}
