package io.obs4j.export.zipkin;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.Lifecycle;
import io.obs4j.core.internal.http.Alarms;
import io.obs4j.core.internal.http.AnswerFormat;
import io.obs4j.core.internal.http.BatchPipeline;
import io.obs4j.core.internal.http.DestinationReport;
import io.obs4j.core.internal.http.HttpBatchExporter;
import io.obs4j.core.internal.http.HttpDestination;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.core.internal.http.Retry;
import io.obs4j.core.internal.http.SendMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends sampled spans to Zipkin, or whatever takes in its JSON v2, over HTTP.
 *
 * <p>Spans wait in a bounded queue, travel in batches, several at once, and are sent again where
 * that may help. What does not arrive is counted in {@code obs.batch.dropped}. A server that is
 * away costs that queue and one line in the log. Nothing connects before there is a span. Safe for
 * use by any thread.
 */
public final class ZipkinExporter implements Exporter {

  static final String NAME = "zipkin";

  private static final String FAULT = "zipkin.export";
  private static final String REMEDY =
      "Look whether Zipkin runs there, or set OTEL_EXPORTER_ZIPKIN_ENDPOINT to where it does, such"
          + " as http://host:9411/api/v2/spans.";

  private final HttpSettings settings;
  private final BatchSettings batches;
  private final Lifecycle lifecycle = new Lifecycle("This Zipkin exporter");
  private final AtomicReference<@Nullable BatchPipeline<SpanRecord>> running =
      new AtomicReference<>();

  ZipkinExporter(HttpSettings settings, BatchSettings batches) {
    this.settings = settings;
    this.batches = batches;
  }

  /**
   * An exporter to a Zipkin, with the defaults of the builder.
   *
   * @param endpoint such as {@code http://localhost:9411/api/v2/spans}
   * @return an exporter that is not started
   * @throws IllegalArgumentException if it is no URL of HTTP
   */
  public static ZipkinExporter to(String endpoint) {
    return builder().endpoint(endpoint).build();
  }

  /**
   * An exporter as the environment describes it: {@code OTEL_EXPORTER_ZIPKIN_ENDPOINT}, {@code
   * OTEL_EXPORTER_ZIPKIN_TIMEOUT} and {@code OTEL_BSP_*}. A malformed variable is reported to the
   * environment and replaced by its default.
   *
   * @param environment where the variables are
   * @return an exporter that is not started
   * @throws IllegalArgumentException if the environment is strict and a variable malformed
   */
  public static ZipkinExporter fromEnvironment(Environment environment) {
    return builder().environment(environment).build();
  }

  /**
   * Begins to describe an exporter.
   *
   * @return a builder
   */
  public static ZipkinExporterBuilder builder() {
    return new ZipkinExporterBuilder();
  }

  @Override
  public void start(Signals signals) {
    lifecycle.start();
    running.set(open(signals));
    if (lifecycle.isClosed()) {
      closeRunning(Duration.ZERO);
    }
  }

  private BatchPipeline<SpanRecord> open(Signals signals) {
    Diagnostics diagnostics = signals.diagnostics();
    HttpDestination destination =
        new HttpDestination(
            NAME,
            settings,
            Retry.DEFAULT,
            AnswerFormat.PLAIN,
            new DestinationReport(diagnostics, signals.clock(), FAULT, settings, REMEDY),
            SendMeter.NONE,
            signals.clock(),
            Alarms.onThread("obs4j-" + NAME + "-alarm"));
    return BatchPipeline.open(
        new HttpBatchExporter<>(
            destination,
            HttpBatchExporter.DEFAULT_RETRY_BYTES,
            () -> new ZipkinEncoder(signals.resource())),
        exporter ->
            Batcher.spans(NAME, batches.withExportTimeout(Duration.ZERO), exporter, diagnostics),
        signals.spans());
  }

  @Override
  public boolean flush(Duration limit) {
    BatchPipeline<SpanRecord> open = running.get();
    return open == null || open.flush(limit);
  }

  @Override
  public void close(Duration limit) {
    lifecycle.close();
    closeRunning(limit);
  }

  private void closeRunning(Duration limit) {
    BatchPipeline<SpanRecord> open = running.getAndSet(null);
    if (open != null) {
      open.close(limit);
    }
  }
}
