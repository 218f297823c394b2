package io.obs4j.kafka;

import io.obs4j.Obs;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Map;
import java.util.TreeMap;

/** What a counter has, by topic and type of error. */
final class Sums implements MetricVisitor {

  private final String name;
  private final Map<String, Long> values = new TreeMap<>();
  private boolean wanted;

  private Sums(String name) {
    this.name = name;
  }

  static Map<String, Long> of(Obs obs, String name) {
    Sums sums = new Sums(name);
    obs.metrics().visit(sums);
    return sums.values;
  }

  private static String text(Series series, AttributeKey<String> key, String before) {
    String value = series.attributes().get(key);
    return value == null ? "" : before + value;
  }

  @Override
  public void family(MetricFamily family) {
    wanted = family.name().equals(name);
  }

  @Override
  public void counter(Series series, NumberReading reading) {
    if (wanted) {
      values.put(
          text(series, MessagingAttributes.DESTINATION, "")
              + text(series, MessagingAttributes.ERROR_TYPE, " "),
          reading.longValue());
    }
  }

  @Override
  public void gauge(Series series, NumberReading reading) {}

  @Override
  public void histogram(Series series, HistogramReading reading) {}

  @Override
  public void summary(Series series, SummaryReading reading) {}

  @Override
  public void info(Series series) {}

  @Override
  public void stateSet(Series series, StateSetReading reading) {}
}
