package io.obs4j.metrics;

import org.jspecify.annotations.Nullable;

/** The flyweights of one walk, reused from series to series. Confined to the walking thread. */
final class Readings {

  final NumberFlyweight number = new NumberFlyweight();
  final StateSetFlyweight states = new StateSetFlyweight();
  private @Nullable HistogramFlyweight histogram;
  private @Nullable SummaryFlyweight summary;

  /** The round of callbacks that began the walk. */
  long round;

  HistogramFlyweight histogram() {
    if (histogram == null) {
      histogram = new HistogramFlyweight();
    }
    return histogram;
  }

  SummaryFlyweight summary() {
    if (summary == null) {
      summary = new SummaryFlyweight();
    }
    return summary;
  }
}
