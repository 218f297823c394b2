package io.obs4j.export.otlp;

import com.google.protobuf.Message;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Requests for metrics, as a test reads them. */
final class MetricRequests {

  /** To which exponential histograms are coarsened, so that two can be compared. */
  static final int SCALE = 2;

  private MetricRequests() {}

  static byte[] bytes(MetricRequestEncoder encoder, int request) {
    ByteSink body = new ByteSink(1);
    encoder.copyTo(request, body);
    return body.toByteArray();
  }

  static ExportMetricsServiceRequest protobuf(MetricRequestEncoder encoder, int request) {
    try {
      return ExportMetricsServiceRequest.parseFrom(bytes(encoder, request));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Message json(MetricRequestEncoder encoder, int request) {
    try {
      return JsonRequest.read(bytes(encoder, request), ExportMetricsServiceRequest.newBuilder());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<Metric> metrics(ExportMetricsServiceRequest request) {
    List<Metric> metrics = new ArrayList<>();
    request
        .getResourceMetricsList()
        .forEach(
            resource ->
                resource
                    .getScopeMetricsList()
                    .forEach(scope -> metrics.addAll(scope.getMetricsList())));
    return metrics;
  }

  /** Without times, without extremes of differences, and histograms at one scale. */
  static ExportMetricsServiceRequest comparable(
      ExportMetricsServiceRequest request, boolean withExtremes) {
    ExportMetricsServiceRequest.Builder builder = request.toBuilder();
    builder
        .getResourceMetricsBuilderList()
        .forEach(
            resource ->
                resource
                    .getScopeMetricsBuilderList()
                    .forEach(
                        scope ->
                            scope
                                .getMetricsBuilderList()
                                .forEach(metric -> strip(metric, withExtremes))));
    return builder.build();
  }

  private static void strip(Metric.Builder metric, boolean withExtremes) {
    switch (metric.getDataCase()) {
      case SUM ->
          metric.getSumBuilder().getDataPointsBuilderList().forEach(MetricRequests::stripNumber);
      case GAUGE ->
          metric.getGaugeBuilder().getDataPointsBuilderList().forEach(MetricRequests::stripNumber);
      case HISTOGRAM ->
          metric
              .getHistogramBuilder()
              .getDataPointsBuilderList()
              .forEach(point -> strip(point, withExtremes));
      case EXPONENTIAL_HISTOGRAM ->
          metric
              .getExponentialHistogramBuilder()
              .getDataPointsBuilderList()
              .forEach(point -> strip(point, withExtremes));
      default -> throw new AssertionError("unexpected " + metric);
    }
  }

  private static void stripNumber(NumberDataPoint.Builder point) {
    point.clearStartTimeUnixNano().clearTimeUnixNano();
  }

  private static void strip(HistogramDataPoint.Builder point, boolean withExtremes) {
    point.clearStartTimeUnixNano().clearTimeUnixNano();
    if (!withExtremes) {
      point.clearMin().clearMax();
    }
  }

  private static void strip(ExponentialHistogramDataPoint.Builder point, boolean withExtremes) {
    point.clearStartTimeUnixNano().clearTimeUnixNano();
    if (!withExtremes) {
      point.clearMin().clearMax();
    }
    Map<Integer, Long> counts = new TreeMap<>();
    addBuckets(counts, point.getScale(), point.getPositive());
    point.setScale(SCALE);
    point.setPositive(buckets(counts));
    point.clearNegative();
  }

  /** Adds the counts of buckets to those of the coarser ones that hold them. */
  static void addBuckets(
      Map<Integer, Long> counts, int scale, ExponentialHistogramDataPoint.Buckets buckets) {
    for (int i = 0; i < buckets.getBucketCountsCount(); i++) {
      if (buckets.getBucketCounts(i) != 0) {
        counts.merge(
            (buckets.getOffset() + i) >> (scale - SCALE), buckets.getBucketCounts(i), Long::sum);
      }
    }
  }

  private static ExponentialHistogramDataPoint.Buckets buckets(Map<Integer, Long> counts) {
    ExponentialHistogramDataPoint.Buckets.Builder buckets =
        ExponentialHistogramDataPoint.Buckets.newBuilder();
    int next = 0;
    for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
      if (buckets.getBucketCountsCount() == 0) {
        buckets.setOffset(bucket.getKey());
        next = bucket.getKey();
      }
      for (; next < bucket.getKey(); next++) {
        buckets.addBucketCounts(0);
      }
      buckets.addBucketCounts(bucket.getValue());
      next++;
    }
    return buckets.build();
  }

  static String text(List<KeyValue> attributes) {
    return attributes.stream()
        .map(each -> each.getKey() + "=" + each.getValue().getStringValue())
        .sorted()
        .collect(Collectors.joining(","));
  }
}
