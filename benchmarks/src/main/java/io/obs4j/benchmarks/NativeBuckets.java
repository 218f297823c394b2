package io.obs4j.benchmarks;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shows exponential buckets of client_java's model, which the OpenTelemetry exporter uses too, as
 * cumulative ones whose bounds are powers of two. Every power of two is a bound at every scale from
 * zero up, so nothing is lost.
 */
final class NativeBuckets {

  private NativeBuckets() {}

  /** The samples of the histograms with these upper bounds. */
  static Samples samples(MetricSnapshots snapshots, List<Double> bounds) {
    SortedMap<String, Double> values = new TreeMap<>();
    snapshots.stream()
        .filter(HistogramSnapshot.class::isInstance)
        .map(HistogramSnapshot.class::cast)
        .forEach(
            histogram ->
                histogram
                    .getDataPoints()
                    .forEach(
                        point ->
                            put(
                                values,
                                histogram.getMetadata().getPrometheusName(),
                                point,
                                bounds)));
    return new Samples(values);
  }

  private static void put(
      SortedMap<String, Double> values,
      String name,
      HistogramDataPointSnapshot point,
      List<Double> bounds) {
    Map<String, String> labels = new HashMap<>();
    for (Label label : point.getLabels()) {
      labels.put(label.getName(), label.getValue());
    }
    double count = upTo(point, Double.POSITIVE_INFINITY);
    values.put(Samples.sample(name + "_count", labels), count);
    values.put(Samples.sample(name + "_sum", labels), point.getSum());
    for (double bound : bounds) {
      labels.put("le", Double.toString(bound));
      values.put(Samples.sample(name + "_bucket", labels), upTo(point, bound));
    }
  }

  private static double upTo(HistogramDataPointSnapshot point, double bound) {
    double width = Math.scalb(1.0, -point.getNativeSchema());
    long count = point.getNativeZeroCount();
    for (NativeHistogramBucket bucket : point.getNativeBucketsForPositiveValues()) {
      if (bucket.getBucketIndex() * width <= Math.getExponent(bound)) {
        count += bucket.getCount();
      }
    }
    return count;
  }
}
