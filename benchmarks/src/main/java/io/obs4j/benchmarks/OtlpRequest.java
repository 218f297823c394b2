package io.obs4j.benchmarks;

import io.obs4j.export.otlp.PackagedRequests;
import io.obs4j.logging.Logging;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.logs.LowAllocationLogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.LowAllocationMetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.LowAllocationTraceRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One request after another of the same records, over the bytes of the one before. */
interface OtlpRequest {

  String OURS = "ours";
  String IMMUTABLE = "opentelemetry_immutable";
  String REUSABLE = "opentelemetry_reusable";
  List<String> SIDES = List.of(OURS, IMMUTABLE, REUSABLE);

  /** Encodes, and returns the number of bytes. */
  int encode() throws IOException;

  /** What was encoded last. */
  byte[] bytes();

  /**
   * Records, and prepares to encode that.
   *
   * @param side one of {@link #SIDES}
   * @param signal spans, points or logs
   * @param count how many
   */
  static OtlpRequest of(String side, String signal, int count) {
    return switch (signal) {
      case "spans" -> spans(side, count);
      case "points" -> points(side, count);
      case "logs" -> logs(side, count);
      default -> throw new IllegalArgumentException("signal " + signal);
    };
  }

  private static OtlpRequest spans(String side, int count) {
    if (side.equals(OURS)) {
      List<io.obs4j.core.SpanRecord> spans = new ArrayList<>();
      record(SpanTracers.ours(spans::add), count);
      return new Ours(PackagedRequests.spans(spans));
    }
    List<SpanData> spans = new ArrayList<>();
    record(SpanTracers.openTelemetry(span -> spans.add(span.toSpanData())), count);
    if (side.equals(IMMUTABLE)) {
      return new Theirs(() -> TraceRequestMarshaler.create(spans), () -> {});
    }
    LowAllocationTraceRequestMarshaler marshaler = new LowAllocationTraceRequestMarshaler();
    return new Theirs(
        () -> {
          marshaler.initialize(spans);
          return marshaler;
        },
        marshaler::reset);
  }

  private static void record(Tracer tracer, int count) {
    for (int i = 0; i < count; i++) {
      OtlpWork.span(tracer, i);
    }
  }

  private static OtlpRequest logs(String side, int count) {
    if (side.equals(OURS)) {
      List<io.obs4j.core.LogRecord> logs = new ArrayList<>();
      // Without a sink of its own, each record would be a line on the console, too.
      Logging logging = Logging.builder().sink(new FirstLine()).build();
      logging.records().subscribe(logs::add);
      for (int i = 0; i < count; i++) {
        OtlpWork.log(logging.loggerProvider().get("benchmarks"), i);
      }
      return new Ours(PackagedRequests.logs(logs));
    }
    List<LogRecordData> logs = new ArrayList<>();
    SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor((context, log) -> logs.add(log.toLogRecordData()))
            .build();
    for (int i = 0; i < count; i++) {
      OtlpWork.log(provider.get("benchmarks"), i);
    }
    if (side.equals(IMMUTABLE)) {
      return new Theirs(() -> LogsRequestMarshaler.create(logs), () -> {});
    }
    LowAllocationLogsRequestMarshaler marshaler = new LowAllocationLogsRequestMarshaler();
    return new Theirs(
        () -> {
          marshaler.initialize(logs);
          return marshaler;
        },
        marshaler::reset);
  }

  private static OtlpRequest points(String side, int count) {
    if (side.equals(OURS)) {
      Metrics metrics = Metrics.create();
      Family<Counter> counters = metrics.counter("requests").labels("method", "route");
      for (int i = 0; i < count; i++) {
        counters.of("GET", OtlpWork.route(i)).add(i + 1);
      }
      return new Ours(PackagedRequests.metrics(metrics.openReader()));
    }
    boolean reusable = side.equals(REUSABLE);
    Reader reader = new Reader(reusable ? MemoryMode.REUSABLE_DATA : MemoryMode.IMMUTABLE_DATA);
    SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
    LongCounter counter = provider.get("benchmarks").counterBuilder("requests").build();
    for (int i = 0; i < count; i++) {
      counter.add(
          i + 1L,
          Attributes.of(
              AttributeKey.stringKey("method"),
              "GET",
              AttributeKey.stringKey("route"),
              OtlpWork.route(i)));
    }
    if (!reusable) {
      return new Theirs(
          () -> MetricsRequestMarshaler.create(reader.registration.collectAllMetrics()), () -> {});
    }
    LowAllocationMetricsRequestMarshaler marshaler = new LowAllocationMetricsRequestMarshaler();
    return new Theirs(
        () -> {
          marshaler.initialize(reader.registration.collectAllMetrics());
          return marshaler;
        },
        marshaler::reset);
  }

  /** Our encoders. */
  record Ours(PackagedRequests requests) implements OtlpRequest {

    @Override
    public int encode() {
      return requests.encode();
    }

    @Override
    public byte[] bytes() {
      return requests.toByteArray();
    }
  }

  /** Those of OpenTelemetry, as its exporters use them. */
  final class Theirs implements OtlpRequest {

    /** Makes ready what writes a request. */
    @FunctionalInterface
    interface Preparation {
      Marshaler marshaler();
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
    private final Preparation preparation;
    private final Runnable end;

    Theirs(Preparation preparation, Runnable end) {
      this.preparation = preparation;
      this.end = end;
    }

    @Override
    public int encode() throws IOException {
      bytes.reset();
      preparation.marshaler().writeBinaryTo(bytes);
      end.run();
      return bytes.size();
    }

    @Override
    public byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  /** Collects when it is asked. */
  final class Reader implements MetricReader {

    private final MemoryMode mode;
    private CollectionRegistration registration = CollectionRegistration.noop();

    Reader(MemoryMode mode) {
      this.mode = mode;
    }

    @Override
    public void register(CollectionRegistration given) {
      registration = given;
    }

    @Override
    public MemoryMode getMemoryMode() {
      return mode;
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
}
