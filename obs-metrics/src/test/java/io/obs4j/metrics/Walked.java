package io.obs4j.metrics;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricSource;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import io.obs4j.core.SummaryReading;
import java.util.ArrayList;
import java.util.List;

/** Which families a walk shows, and what their summaries tell. */
final class Walked implements SelectiveMetricVisitor {

  private final List<MetricFamily> families = new ArrayList<>();
  private final List<String> summaries = new ArrayList<>();

  static Walked of(MetricSource source) {
    Walked walked = new Walked();
    source.visit(walked);
    return walked;
  }

  List<MetricKind> kinds(String name) {
    return families.stream()
        .filter(family -> family.name().equals(name))
        .map(MetricFamily::kind)
        .toList();
  }

  /** Of each summary its name, attributes, count, sum and which quantiles it has. */
  List<String> summaries() {
    return summaries;
  }

  @Override
  public void family(MetricFamily family) {
    families.add(family);
  }

  @Override
  public void summary(Series series, SummaryReading reading) {
    List<Double> quantiles = new ArrayList<>();
    for (int i = 0; i < reading.quantileCount(); i++) {
      quantiles.add(reading.quantile(i));
    }
    summaries.add(
        families.get(families.size() - 1).name()
            + ' '
            + series.attributes()
            + ' '
            + reading.count()
            + ' '
            + reading.sum()
            + ' '
            + quantiles);
  }
}
