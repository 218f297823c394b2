package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * From when to when the points of a request count. The two agree on when a reading was taken, and
 * since when differences are counted of what was there before. OpenTelemetry counts what was not
 * since the last reading, or since the program began: we since the series was made, which is later.
 */
record PointTimes(Map<String, Interval> intervals) {

  static final PointTimes NONE = new PointTimes(Map.of());

  /** In nanoseconds; of a gauge the start means nothing. */
  record Interval(long start, long end, boolean isGauge, boolean isDelta) {}

  static PointTimes of(ExportMetricsServiceRequest request) {
    Map<String, Interval> intervals = new TreeMap<>();
    request
        .getResourceMetricsList()
        .forEach(
            resource ->
                resource.getScopeMetricsList().forEach(scope -> addScope(intervals, scope)));
    return new PointTimes(intervals);
  }

  private static void addScope(Map<String, Interval> intervals, ScopeMetrics scope) {
    for (Metric metric : scope.getMetricsList()) {
      String name = scope.getScope().getName() + ' ' + metric.getName();
      switch (metric.getDataCase()) {
        case SUM -> {
          boolean delta = isDelta(metric.getSum().getAggregationTemporality());
          for (var point : metric.getSum().getDataPointsList()) {
            intervals.put(
                key(name, point.getAttributesList()),
                new Interval(point.getStartTimeUnixNano(), point.getTimeUnixNano(), false, delta));
          }
        }
        case GAUGE -> {
          for (var point : metric.getGauge().getDataPointsList()) {
            intervals.put(
                key(name, point.getAttributesList()),
                new Interval(point.getStartTimeUnixNano(), point.getTimeUnixNano(), true, false));
          }
        }
        case HISTOGRAM -> {
          boolean delta = isDelta(metric.getHistogram().getAggregationTemporality());
          for (var point : metric.getHistogram().getDataPointsList()) {
            intervals.put(
                key(name, point.getAttributesList()),
                new Interval(point.getStartTimeUnixNano(), point.getTimeUnixNano(), false, delta));
          }
        }
        case EXPONENTIAL_HISTOGRAM -> {
          boolean delta = isDelta(metric.getExponentialHistogram().getAggregationTemporality());
          for (var point : metric.getExponentialHistogram().getDataPointsList()) {
            intervals.put(
                key(name, point.getAttributesList()),
                new Interval(point.getStartTimeUnixNano(), point.getTimeUnixNano(), false, delta));
          }
        }
        default -> throw new AssertionError("unexpected " + metric);
      }
    }
  }

  private static boolean isDelta(AggregationTemporality temporality) {
    return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
  }

  private static String key(String name, List<KeyValue> attributes) {
    return name + attributes.stream().map(KeyValue::toString).sorted().toList();
  }

  /** These and others, of which those count that are later. */
  PointTimes and(PointTimes later) {
    Map<String, Interval> all = new TreeMap<>(intervals);
    all.putAll(later.intervals);
    return new PointTimes(all);
  }

  /**
   * Fails unless they are those of the other implementation.
   *
   * @param before what was told of earlier readings
   */
  void assertAgree(PointTimes others, PointTimes before) {
    assertThat(intervals.keySet()).isEqualTo(others.intervals.keySet());
    intervals.forEach(
        (key, ours) -> {
          Interval theirs = others.intervals.get(key);
          Interval earlier = before.intervals.get(key);
          assertThat(ours.end()).as(key).isEqualTo(theirs.end());
          if (ours.isGauge()) {
            assertThat(ours.start()).as(key).isZero();
          } else if (earlier == null) {
            assertThat(ours.start()).as(key).isBetween(theirs.start(), ours.end());
          } else {
            assertThat(ours.start())
                .as(key)
                .isEqualTo(ours.isDelta() ? theirs.start() : earlier.start());
          }
        });
  }
}
