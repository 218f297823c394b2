package io.obs4j.export.otlp;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Signal;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.http.Alarms;
import io.obs4j.core.internal.http.BodyEncoder;
import io.obs4j.core.internal.http.DestinationReport;
import io.obs4j.core.internal.http.HttpBatchExporter;
import io.obs4j.core.internal.http.HttpDestination;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.core.internal.http.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What an exporter is made of, for each of its signals.
 *
 * @param signals those to carry
 * @param destinations where each goes
 * @param batches how spans and log records wait
 * @param retryBytes how many bytes of spans, and of log records, may wait to be sent again
 * @param metrics how metrics are read
 */
record OtlpPipelines(
    Set<Signal> signals,
    Map<Signal, OtlpDestination> destinations,
    Map<Signal, BatchSettings> batches,
    long retryBytes,
    MetricSettings metrics) {

  private static final String FAULT = "otlp.export";
  private static final String REMEDY =
      "Look whether a receiver of OTLP over HTTP listens there, usually at port 4318, or set"
          + " OTEL_EXPORTER_OTLP_ENDPOINT to where one does.";

  /** What OTLP lets a client send, before it is compressed. */
  private static final int LARGEST_REQUEST = 64 << 20;

  /**
   * How metrics are read.
   *
   * @param interval from one reading to the next
   * @param timeout for sending a reading
   * @param temporality since when sums are counted
   */
  record MetricSettings(Duration interval, Duration timeout, OtlpTemporality temporality) {}

  /**
   * Where one signal goes.
   *
   * @param http the address and how to send there
   * @param protocol how requests are written
   */
  record OtlpDestination(HttpSettings http, OtlpProtocol protocol) {}

  /**
   * Begins to carry the signals. Metrics come last, so that they tell what became of the others.
   */
  List<OtlpExporter.Pipeline> open(Signals source) {
    List<OtlpExporter.Pipeline> open = new ArrayList<>();
    if (signals.contains(Signal.TRACES)) {
      open.add(spans(source));
    }
    if (signals.contains(Signal.LOGS)) {
      open.add(logs(source));
    }
    if (signals.contains(Signal.METRICS)) {
      open.add(metrics(source));
    }
    return open;
  }

  private OtlpExporter.Pipeline spans(Signals source) {
    OtlpProtocol protocol = to(Signal.TRACES).protocol();
    HttpBatchExporter<SpanRecord> sender =
        sender(
            source,
            Signal.TRACES,
            () -> new SpanRequestEncoder(source.resource(), protocol, LARGEST_REQUEST));
    Batcher<SpanRecord> batcher =
        Batcher.spans(OtlpExporter.NAME, batches(Signal.TRACES), sender, source.diagnostics());
    return new BatchPipeline<>(source.spans().subscribe(batcher), batcher, sender);
  }

  private OtlpExporter.Pipeline logs(Signals source) {
    OtlpProtocol protocol = to(Signal.LOGS).protocol();
    HttpBatchExporter<LogRecord> sender =
        sender(
            source,
            Signal.LOGS,
            () -> new LogRequestEncoder(source.resource(), protocol, LARGEST_REQUEST));
    Batcher<LogRecord> batcher =
        Batcher.logs(OtlpExporter.NAME, batches(Signal.LOGS), sender, source.diagnostics());
    return new BatchPipeline<>(source.logs().subscribe(batcher), batcher, sender);
  }

  private OtlpExporter.Pipeline metrics(Signals source) {
    MetricRequestEncoder encoder =
        new MetricRequestEncoder(
            source.resource(),
            to(Signal.METRICS).protocol(),
            metrics.temporality(),
            LARGEST_REQUEST);
    MetricPipeline pipeline =
        new MetricPipeline(
            destination(source, Signal.METRICS), metrics, source.metrics().openReader(), encoder);
    pipeline.start();
    return pipeline;
  }

  private <T> HttpBatchExporter<T> sender(
      Signals source, Signal signal, Supplier<BodyEncoder<T>> encoders) {
    return new HttpBatchExporter<>(destination(source, signal), retryBytes, encoders);
  }

  private OtlpDestination to(Signal signal) {
    return Objects.requireNonNull(destinations.get(signal));
  }

  private BatchSettings batches(Signal signal) {
    return Objects.requireNonNull(batches.get(signal)).withExportTimeout(Duration.ZERO);
  }

  private HttpDestination destination(Signals source, Signal signal) {
    HttpSettings http = to(signal).http();
    String name = OtlpExporter.NAME + '-' + SignalSettings.name(signal);
    return new HttpDestination(
        name,
        http,
        Retry.DEFAULT,
        new OtlpAnswers(source.diagnostics(), source.clock(), http.shown(), to(signal).protocol()),
        new DestinationReport(source.diagnostics(), source.clock(), FAULT, http, REMEDY),
        OtlpMeter.of(source.diagnostics().metrics(), signal, to(signal)),
        source.clock(),
        Alarms.onThread("obs4j-" + name + "-alarm"));
  }

  /** Carries spans or log records. */
  private record BatchPipeline<T>(
      RecordSource.Subscription subscription, Batcher<T> batcher, HttpBatchExporter<T> sender)
      implements OtlpExporter.Pipeline {

    @Override
    public boolean flush(Duration limit) {
      sender.hurry();
      return batcher.flush(limit);
    }

    @Override
    public void close(Duration limit) {
      long begun = System.nanoTime();
      subscription.close();
      sender.hurry();
      batcher.close(limit);
      Duration rest = limit.minusNanos(System.nanoTime() - begun);
      sender.close(rest.isNegative() ? Duration.ZERO : rest);
    }
  }
}
