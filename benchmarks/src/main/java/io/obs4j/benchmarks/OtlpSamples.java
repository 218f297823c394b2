package io.obs4j.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a request says, but for ids, times and the resource, which differ from side to side. */
final class OtlpSamples {

  private final SortedMap<String, Double> values = new TreeMap<>();

  private OtlpSamples() {}

  static Samples of(String signal, byte[] request) throws InvalidProtocolBufferException {
    OtlpSamples samples = new OtlpSamples();
    switch (signal) {
      case "spans" -> samples.spans(ExportTraceServiceRequest.parseFrom(request));
      case "points" -> samples.points(ExportMetricsServiceRequest.parseFrom(request));
      case "logs" -> samples.logs(ExportLogsServiceRequest.parseFrom(request));
      default -> throw new IllegalArgumentException("signal " + signal);
    }
    return new Samples(samples.values);
  }

  private void spans(ExportTraceServiceRequest request) {
    request
        .getResourceSpansList()
        .forEach(
            resource ->
                resource
                    .getScopeSpansList()
                    .forEach(scope -> scope.getSpansList().forEach(this::span)));
  }

  private void span(Span span) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("name", span.getName());
    labels.put("kind", span.getKind().name());
    labels.put("attributes", text(span.getAttributesList()));
    for (Span.Event event : span.getEventsList()) {
      labels.merge("events", event.getName() + text(event.getAttributesList()), String::concat);
    }
    boolean whole =
        span.getTraceId().size() == 16
            && span.getSpanId().size() == 8
            && span.getEndTimeUnixNano() >= span.getStartTimeUnixNano()
            && span.getStartTimeUnixNano() > 0;
    labels.put("whole", Boolean.toString(whole));
    count("span", labels);
  }

  private void logs(ExportLogsServiceRequest request) {
    request
        .getResourceLogsList()
        .forEach(
            resource ->
                resource
                    .getScopeLogsList()
                    .forEach(scope -> scope.getLogRecordsList().forEach(this::log)));
  }

  private void log(LogRecord log) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("severity", log.getSeverityNumber().name() + log.getSeverityText());
    labels.put("body", log.getBody().getStringValue());
    labels.put("attributes", text(log.getAttributesList()));
    count("log", labels);
  }

  private void count(String name, Map<String, String> labels) {
    values.merge(Samples.sample(name, labels), 1.0, Double::sum);
  }

  private void points(ExportMetricsServiceRequest request) {
    request
        .getResourceMetricsList()
        .forEach(
            resource ->
                resource
                    .getScopeMetricsList()
                    .forEach(scope -> scope.getMetricsList().forEach(this::metric)));
  }

  private void metric(Metric metric) {
    for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
      Map<String, String> labels = new TreeMap<>();
      labels.put("attributes", text(point.getAttributesList()));
      labels.put(
          "kind",
          metric.getSum().getAggregationTemporality().name() + metric.getSum().getIsMonotonic());
      values.put(Samples.sample(metric.getName(), labels), (double) point.getAsInt());
    }
  }

  private static String text(List<KeyValue> attributes) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (KeyValue each : attributes) {
      texts.put(each.getKey(), each.getValue().toString().strip());
    }
    return texts.toString();
  }
}
