package io.obs4j.micrometer;

import io.obs4j.core.Exemplar;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import java.util.ArrayList;
import java.util.List;

/** Which metrics a walk shows, which of them have exponential buckets, and their exemplars. */
final class ShownHistograms implements MetricVisitor {

  final List<String> all = new ArrayList<>();
  final List<String> exponential = new ArrayList<>();
  final List<String> explicit = new ArrayList<>();
  final List<Long> exemplars = new ArrayList<>();
  private String name = "";

  @Override
  public void family(MetricFamily family) {
    name = family.name();
    all.add(name);
  }

  @Override
  public void histogram(Series series, HistogramReading reading) {
    (reading.exponential() == null ? explicit : exponential).add(name);
    for (int bucket = 0; bucket <= reading.boundCount(); bucket++) {
      Exemplar exemplar = reading.exemplar(bucket);
      if (exemplar != null) {
        exemplars.add(exemplar.spanId());
      }
    }
  }

  @Override
  public void counter(Series series, NumberReading reading) {}

  @Override
  public void gauge(Series series, NumberReading reading) {}

  @Override
  public void summary(Series series, SummaryReading reading) {}

  @Override
  public void info(Series series) {}

  @Override
  public void stateSet(Series series, StateSetReading reading) {}
}
