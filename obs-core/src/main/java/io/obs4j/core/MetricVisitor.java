package io.obs4j.core;

/**
 * What a {@link MetricSource} calls during a walk: once {@link #family}, then one method per series
 * of it, chosen by the family's {@link MetricKind}.
 *
 * <p>Readings are flyweights: valid during the call only, to be copied where they are kept. {@link
 * MetricFamily} and {@link Series} may be kept.
 */
public interface MetricVisitor {

  /**
   * Begins a family. A family without series is not visited. Those of one name, recorded by several
   * scopes, follow one another: a format may show them under one header, and leaves out one that
   * comes later.
   *
   * @param family of all series up to the next call of this method
   */
  void family(MetricFamily family);

  /**
   * A sum: {@link MetricKind#COUNTER} or {@link MetricKind#UP_DOWN_COUNTER}.
   *
   * @param series the series
   * @param reading its total
   */
  void counter(Series series, NumberReading reading);

  /**
   * A value: {@link MetricKind#GAUGE}.
   *
   * @param series the series
   * @param reading its value
   */
  void gauge(Series series, NumberReading reading);

  /**
   * A distribution in buckets: {@link MetricKind#HISTOGRAM}.
   *
   * @param series the series
   * @param reading its buckets
   */
  void histogram(Series series, HistogramReading reading);

  /**
   * A distribution as quantiles: {@link MetricKind#SUMMARY}.
   *
   * @param series the series
   * @param reading its quantiles
   */
  void summary(Series series, SummaryReading reading);

  /**
   * Constant facts: {@link MetricKind#INFO}.
   *
   * @param series told by its attributes alone
   */
  void info(Series series);

  /**
   * Named states: {@link MetricKind#STATE_SET}.
   *
   * @param series the series
   * @param reading which states are on
   */
  void stateSet(Series series, StateSetReading reading);
}
