package io.obs4j.benchmarks;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import java.util.ArrayList;
import java.util.List;

/** Series of the OpenTelemetry SDK with its Prometheus exporter. */
final class OpenTelemetryPopulation implements Population {

  private final Shape shape;
  private final Peers.OpenTelemetrySide openTelemetry;
  private final List<LongCounter> counters = new ArrayList<>();
  private final List<DoubleHistogram> histograms = new ArrayList<>();

  OpenTelemetryPopulation(Shape shape) {
    this.shape = shape;
    openTelemetry = Peers.openTelemetry(shape.histograms() ? Peers.explicit() : Peers.standard());
    for (int i = 0; i < shape.families(); i++) {
      String name = shape.familyName(i);
      if (shape.histograms()) {
        histograms.add(openTelemetry.meter().histogramBuilder(name).setUnit("s").build());
      } else {
        counters.add(openTelemetry.meter().counterBuilder(name).build());
      }
    }
  }

  @Override
  public Writer writer(int index) {
    int family = shape.family(index);
    Attributes attributes = Labels.attributes(shape.values(index));
    if (shape.histograms()) {
      DoubleHistogram histogram = histograms.get(family);
      return value -> histogram.record(value, attributes);
    }
    LongCounter counter = counters.get(family);
    return value -> counter.add((long) value, attributes);
  }

  @Override
  public Page page() {
    return Page.of(openTelemetry);
  }
}
