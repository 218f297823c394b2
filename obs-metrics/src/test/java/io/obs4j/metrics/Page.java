package io.obs4j.metrics;

import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** What one walk shows, by {@code name{key="value"}}, for assertions. */
public final class Page implements MetricVisitor {

  private final Map<String, Object> values = new LinkedHashMap<>();
  private MetricFamily family;

  private Page() {}

  public static Page of(MetricSource source) {
    Page page = new Page();
    source.visit(page);
    return page;
  }

  public Map<String, Object> values() {
    return values;
  }

  public boolean has(String series) {
    return values.containsKey(series);
  }

  public Object value(String series) {
    Object value = values.get(series);
    if (value == null) {
      throw new NoSuchElementException(series + " is not among " + values.keySet());
    }
    return value;
  }

  /** How many recordings of a metric were refused for a reason. */
  long refused(String metric, String reason) {
    Object count =
        values.get("obs.metrics.refused{metric=\"" + metric + "\",reason=\"" + reason + "\"}");
    return count == null ? 0 : (long) count;
  }

  @Override
  public void family(MetricFamily next) {
    family = next;
  }

  @Override
  public void counter(Series series, NumberReading reading) {
    put(series, number(reading));
  }

  @Override
  public void gauge(Series series, NumberReading reading) {
    put(series, number(reading));
  }

  @Override
  public void histogram(Series series, HistogramReading reading) {
    put(series, reading.count());
  }

  @Override
  public void summary(Series series, SummaryReading reading) {
    put(series, reading.count());
  }

  @Override
  public void info(Series series) {
    put(series, 1L);
  }

  @Override
  public void stateSet(Series series, StateSetReading reading) {
    for (int i = 0; i < reading.stateCount(); i++) {
      put(series, reading.state(i), reading.isOn(i));
    }
  }

  private static Object number(NumberReading reading) {
    return reading.isLong() ? (Object) reading.longValue() : (Object) reading.doubleValue();
  }

  private void put(Series series, Object value) {
    put(series, "", value);
  }

  private void put(Series series, String suffix, Object value) {
    StringBuilder name = new StringBuilder(family.name());
    if (!series.attributes().isEmpty()) {
      name.append('{');
      series
          .attributes()
          .forEach(
              (key, attribute) ->
                  name.append(name.charAt(name.length() - 1) == '{' ? "" : ",")
                      .append(key.getKey())
                      .append("=\"")
                      .append(attribute)
                      .append('"'));
      name.append('}');
    }
    name.append(suffix);
    if (values.put(name.toString(), value) != null) {
      throw new IllegalStateException(name + " is shown twice in one walk");
    }
  }
}
