package io.obs4j.export.otlp;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.SelfMetrics;
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
import io.obs4j.core.internal.http.SendMeter;
import io.obs4j.core.internal.http.Spill;
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

  /** For the disk at the end, when the time to send is over: a fourth, but not more than this. */
  private static final Duration MOST_TO_SPILL = Duration.ofSeconds(2);

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
    Sender<SpanRecord> sender =
        sender(
            source,
            Signal.TRACES,
            () -> new SpanRequestEncoder(source.resource(), protocol, LARGEST_REQUEST));
    Batcher<SpanRecord> batcher =
        Batcher.spans(
            OtlpExporter.NAME, batches(Signal.TRACES), sender.exporter(), source.diagnostics());
    return new BatchPipeline<>(source.spans().subscribe(batcher), batcher, sender);
  }

  private OtlpExporter.Pipeline logs(Signals source) {
    OtlpProtocol protocol = to(Signal.LOGS).protocol();
    Sender<LogRecord> sender =
        sender(
            source,
            Signal.LOGS,
            () -> new LogRequestEncoder(source.resource(), protocol, LARGEST_REQUEST));
    Batcher<LogRecord> batcher =
        Batcher.logs(
            OtlpExporter.NAME, batches(Signal.LOGS), sender.exporter(), source.diagnostics());
    return new BatchPipeline<>(source.logs().subscribe(batcher), batcher, sender);
  }

  private OtlpExporter.Pipeline metrics(Signals source) {
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
    pipeline.start();
    return pipeline;
  }

  private <T> Sender<T> sender(Signals source, Signal signal, Supplier<BodyEncoder<T>> encoders) {
    OtlpMeter meter = OtlpMeter.of(source.diagnostics().metrics(), signal, to(signal));
    HttpDestination destination = destination(source, signal, meter);
    Spill disk = spill == null ? null : open(spill, signal, source, meter);
    HttpBatchExporter<T> exporter =
        new HttpBatchExporter<>(destination, retryBytes, disk, encoders);
    return new Sender<>(
        exporter,
        disk != null,
        meter.observe(exporter::retryBytes, disk == null ? null : disk::bytes));
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

  /** What sends spans or log records, and what shows how much it keeps. */
  private record Sender<T>(
      HttpBatchExporter<T> exporter, boolean spills, SelfMetrics.Observation observation) {}

  /** Carries spans or log records. */
  private record BatchPipeline<T>(
      RecordSource.Subscription subscription, Batcher<T> batcher, Sender<T> sender)
      implements OtlpExporter.Pipeline {

    @Override
    public boolean flush(Duration limit) {
      sender.exporter().hurry();
      return batcher.flush(limit);
    }

    /** The exporter goes first: it says what is on disk, before the rest counts as dropped. */
    @Override
    public void close(Duration limit) {
      long begun = System.nanoTime();
      subscription.close();
      Duration fourth = limit.dividedBy(4);
      Duration toSpill = fourth.compareTo(MOST_TO_SPILL) < 0 ? fourth : MOST_TO_SPILL;
      sender.exporter().finish(limit.minus(toSpill));
      batcher.finish(sender.spills() ? limit.minus(toSpill.dividedBy(2)) : limit);
      Duration rest = limit.minusNanos(System.nanoTime() - begun);
      sender.exporter().close(rest.isNegative() ? Duration.ZERO : rest);
      batcher.close(Duration.ZERO);
      sender.observation().end();
    }
  }
}
