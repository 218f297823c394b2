package io.obs4j.integration;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/** The OpenTelemetry SDK. */
final class SdkTelemetry extends Telemetry {

  private final Reader reader = new Reader();
  private final SdkTracerProvider tracers =
      SdkTracerProvider.builder()
          .addSpanProcessor(SimpleSpanProcessor.create(new Exporter()))
          .build();
  private final SdkMeterProvider meters =
      SdkMeterProvider.builder().registerMetricReader(reader).build();
  private final OpenTelemetry api =
      new Composed(tracers, meters, W3CTraceContextPropagator.getInstance());

  @Override
  OpenTelemetry api() {
    return api;
  }

  @Override
  public void close() {
    tracers.close();
    meters.close();
  }

  private final class Exporter implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      spans.forEach(span -> ended.add(seen(span)));
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private static SeenSpan seen(SpanData span) {
    return new SeenSpan(
        span.getTraceId(),
        span.getSpanId(),
        span.getParentSpanId(),
        span.getParentSpanContext().isRemote(),
        span.getInstrumentationScopeInfo().getName(),
        span.getName(),
        span.getKind().name(),
        span.getStatus().getStatusCode() + span.getStatus().getDescription(),
        span.getAttributes(),
        span.getEvents().stream()
            .map(event -> new SeenSpan.Event(event.getName(), event.getAttributes()))
            .toList(),
        span.getLinks().stream().map(link -> link.getSpanContext().getSpanId()).toList(),
        span.getEndEpochNanos() - span.getStartEpochNanos());
  }

  private static final class Reader implements MetricReader {

    private CollectionRegistration registration = CollectionRegistration.noop();

    @Override
    public void register(CollectionRegistration newRegistration) {
      registration = newRegistration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Override
  List<String> metrics() {
    return reader.registration.collectAllMetrics().stream()
        .flatMap(metric -> metric.getData().getPoints().stream().map(point -> line(metric, point)))
        .sorted()
        .toList();
  }

  private static String line(MetricData metric, PointData point) {
    return metric.getName()
        + ' '
        + kind(metric)
        + " ["
        + metric.getUnit()
        + "] by "
        + metric.getInstrumentationScopeInfo().getName()
        + ' '
        + SeenSpan.sorted(point.getAttributes())
        + ' '
        + value(point);
  }

  private static String kind(MetricData metric) {
    return switch (metric.getType()) {
      case LONG_SUM, DOUBLE_SUM ->
          metric.getLongSumData().isMonotonic() ? "COUNTER" : "UP_DOWN_COUNTER";
      case LONG_GAUGE, DOUBLE_GAUGE -> "GAUGE";
      default -> "HISTOGRAM";
    };
  }

  private static String value(PointData point) {
    if (point instanceof HistogramPointData histogram) {
      boolean positive =
          histogram.getSum() > 0
              && histogram.getMin() > 0
              && histogram.getMax() >= histogram.getMin();
      return histogram.getCount()
          + " values"
          + (positive ? ", positive, " : ", ")
          + histogram.getBoundaries();
    }
    return point instanceof LongPointData number ? String.valueOf(number.getValue()) : "?";
  }
}
