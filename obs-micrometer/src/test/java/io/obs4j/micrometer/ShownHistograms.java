package io.obs4j.micrometer;

import io.obs4j.core.Exemplar;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import java.util.ArrayList;
import java.util.List;

/** Which metrics a walk shows, which of them have exponential buckets, and their exemplars. */
final class ShownHistograms implements SelectiveMetricVisitor {

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
}
