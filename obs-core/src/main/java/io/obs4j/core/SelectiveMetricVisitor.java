package io.obs4j.core;

/**
 * A visitor that looks at some kinds of metrics, and passes the others over. Not for what shows
 * metrics of all kinds, such as an encoder: it implements {@link MetricVisitor}, and so does not
 * compile until it handles a new kind.
 */
public interface SelectiveMetricVisitor extends MetricVisitor {

  @Override
  default void family(MetricFamily family) {}

  @Override
  default void counter(Series series, NumberReading reading) {}

  @Override
  default void gauge(Series series, NumberReading reading) {}

  @Override
  default void histogram(Series series, HistogramReading reading) {}

  @Override
  default void summary(Series series, SummaryReading reading) {}

  @Override
  default void info(Series series) {}

  @Override
  default void stateSet(Series series, StateSetReading reading) {}
}
