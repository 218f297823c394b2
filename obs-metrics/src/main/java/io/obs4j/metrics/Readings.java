package io.obs4j.metrics;

/** The flyweights of one walk, reused from series to series. Confined to the walking thread. */
final class Readings {

  final NumberFlyweight number = new NumberFlyweight();
  final HistogramFlyweight histogram = new HistogramFlyweight();
  final SummaryFlyweight summary = new SummaryFlyweight();
  final StateSetFlyweight states = new StateSetFlyweight();

  /** The round of callbacks that began the walk. */
  long round;
}
