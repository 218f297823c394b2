package io.obs4j.export.otlp;

import io.obs4j.core.BatchExporter;
import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Signal;
import io.obs4j.core.Signals;
import io.obs4j.core.internal.http.Alarms;
import io.obs4j.core.internal.http.BatchPipeline;
import io.obs4j.core.internal.http.BodyEncoder;
import io.obs4j.core.internal.http.DestinationReport;
import io.obs4j.core.internal.http.HttpBatchExporter;
import io.obs4j.core.internal.http.HttpDestination;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.core.internal.http.Retry;
import io.obs4j.core.internal.http.SendMeter;
import io.obs4j.core.internal.http.Spill;
import io.obs4j.export.otlp.RunningPipelines.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an exporter is made of, for each of its signals.
 *
 * @param signals those to carry
 * @param destinations where each goes
 * @param batches how spans and log records wait
 * @param retryBytes how many bytes of spans, and of log records, may wait to be sent again
 * @param spill where on disk those go that have no room, or null
 * @param metrics how metrics are read
 */
record OtlpPipelines(
    Set<Signal> signals,
    Map<Signal, OtlpDestination> destinations,
    Map<Signal, BatchSettings> batches,
    long retryBytes,
    @Nullable SpillSettings spill,
    MetricSettings metrics) {

  private static final String FAULT = "otlp.export";
  private static final String FAULT_SPILL = "otlp.spill";
  private static final String REMEDY =
      "Look whether a receiver of OTLP over HTTP listens there, usually at port 4318, or set"
          + " OTEL_EXPORTER_OTLP_ENDPOINT to where one does.";

  /** What OTLP lets a client send, before it is compressed. */
  private static final int LARGEST_REQUEST = 64 << 20;

  /**
   * Where on disk requests are kept.
   *
   * @param directory with one for each signal
   * @param bytes how many each of these may take
   */
  record SpillSettings(Path directory, long bytes) {}

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
   * Whatever cannot be begun leaves nothing behind.
   */
  RunningPipelines open(Signals source) {
    List<Pipeline> records = new ArrayList<>();
    try {
      if (signals.contains(Signal.TRACES)) {
        records.add(spans(source));
      }
      if (signals.contains(Signal.LOGS)) {
        records.add(logs(source));
      }
      return new RunningPipelines(
          records, signals.contains(Signal.METRICS) ? List.of(metrics(source)) : List.of());
    } catch (Throwable e) {
      records.forEach(pipeline -> pipeline.close().accept(Duration.ZERO));
      throw e;
    }
  }

  private Pipeline spans(Signals source) {
    OtlpProtocol protocol = to(Signal.TRACES).protocol();
    return pipeline(
        source,
        Signal.TRACES,
        source.spans(),
        () -> new SpanRequestEncoder(source.resource(), protocol, LARGEST_REQUEST),
        Batcher::spans);
  }

  private Pipeline logs(Signals source) {
    OtlpProtocol protocol = to(Signal.LOGS).protocol();
    return pipeline(
        source,
        Signal.LOGS,
        source.logs(),
        () -> new LogRequestEncoder(source.resource(), protocol, LARGEST_REQUEST),
        Batcher::logs);
  }

  /** Starts a batcher. */
  private interface Batching<T> {
    Batcher<T> start(
        String destination,
        BatchSettings settings,
        BatchExporter<T> exporter,
        Diagnostics diagnostics);
  }

  private <T> Pipeline pipeline(
      Signals source,
      Signal signal,
      RecordSource<T> records,
      Supplier<BodyEncoder<T>> encoders,
      Batching<T> batching) {
    OtlpMeter meter = OtlpMeter.of(source.diagnostics().metrics(), signal, to(signal));
    BatchPipeline<T> pipeline =
        BatchPipeline.open(
            new HttpBatchExporter<>(
                destination(source, signal, meter),
                retryBytes,
                spill == null ? null : open(spill, signal, source, meter),
                encoders),
            exporter ->
                batching.start(OtlpExporter.NAME, batches(signal), exporter, source.diagnostics()),
            records);
    return new Pipeline(pipeline::flush, pipeline::close);
  }

  private Pipeline metrics(Signals source) {
    MetricRequestEncoder encoder =
        new MetricRequestEncoder(
            source.resource(),
            to(Signal.METRICS).protocol(),
            metrics.temporality(),
            LARGEST_REQUEST);
    OtlpMeter meter =
        OtlpMeter.of(source.diagnostics().metrics(), Signal.METRICS, to(Signal.METRICS));
    MetricPipeline pipeline =
        new MetricPipeline(
            destination(source, Signal.METRICS, meter),
            metrics,
            source.metrics().openReader(),
            encoder);
    try {
      pipeline.start();
    } catch (OutOfMemoryError e) {
      pipeline.close(Duration.ZERO); // The process may have no more threads.
      throw e;
    }
    return new Pipeline(pipeline::flush, pipeline::close);
  }

  private static @Nullable Spill open(
      SpillSettings settings, Signal signal, Signals source, SendMeter meter) {
    return Spill.open(
        settings.directory(),
        SignalSettings.name(signal),
        settings.bytes(),
        meter,
        source.diagnostics(),
        source.clock(),
        FAULT_SPILL);
  }

  private OtlpDestination to(Signal signal) {
    return Objects.requireNonNull(destinations.get(signal));
  }

  private BatchSettings batches(Signal signal) {
    return Objects.requireNonNull(batches.get(signal)).withExportTimeout(Duration.ZERO);
  }

  private HttpDestination destination(Signals source, Signal signal, SendMeter meter) {
    HttpSettings http = to(signal).http();
    String name = OtlpExporter.NAME + '-' + SignalSettings.name(signal);
    return new HttpDestination(
        name,
        http,
        Retry.DEFAULT,
        new OtlpAnswers(source.diagnostics(), source.clock(), http.shown(), to(signal).protocol()),
        new DestinationReport(source.diagnostics(), source.clock(), FAULT, http, REMEDY),
        meter,
        source.clock(),
        Alarms.onThread("obs4j-" + name + "-alarm"));
  }
}
