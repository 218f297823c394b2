package io.obs4j.benchmarks;

import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;

/** Series of obs4j. */
final class OursPopulation implements Population {

  private final Shape shape;
  private final Metrics metrics = Metrics.create();
  private final Page page = Page.of(metrics);
  private final List<Family<Counter>> counters = new ArrayList<>();
  private final List<Family<Histogram>> histograms = new ArrayList<>();

  OursPopulation(Shape shape) {
    this.shape = shape;
    for (int i = 0; i < shape.families(); i++) {
      String name = shape.familyName(i);
      if (shape.histograms()) {
        histograms.add(
            metrics.histogram(name).unit("s").explicit(Peers.BOUNDS).labels(Labels.NAMES));
      } else {
        counters.add(metrics.counter(name).labels(Labels.NAMES));
      }
    }
  }

  @Override
  public Writer writer(int index) {
    int family = shape.family(index);
    String[] values = shape.values(index);
    if (shape.histograms()) {
      return histograms.get(family).of(values[0], values[1], values[2])::record;
    }
    Counter counter = counters.get(family).of(values[0], values[1], values[2]);
    return value -> counter.add((long) value);
  }

  @Override
  public Page page() {
    return page;
  }
}
