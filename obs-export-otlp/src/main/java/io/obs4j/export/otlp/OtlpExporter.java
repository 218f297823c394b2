package io.obs4j.export.otlp;

import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import io.obs4j.core.internal.Lifecycle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends metrics, sampled spans and log records, or some of these, to whatever takes in OTLP over
 * HTTP: the OpenTelemetry Collector, and most that store telemetry.
 *
 * <p>Spans and log records wait in bounded queues, travel in batches, several at once, and what
 * fails waits in a bounded buffer to be sent again. What does not arrive is counted in {@code
 * obs.batch.dropped}. Metrics are read at each interval; what one interval did not deliver, the
 * next one does. A receiver that is away costs these limits and a line in the log. Nothing connects
 * before there is something to send. Safe for use by any thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OpenTelemetry protocol</a>
 */
public final class OtlpExporter implements Exporter {

  static final String NAME = "otlp";

  /** Longer than any process waits, and short enough to be added to any moment. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final OtlpPipelines pipelines;
  private final Lifecycle lifecycle = new Lifecycle("This OTLP exporter");
  private final AtomicReference<@Nullable RunningPipelines> running = new AtomicReference<>();

  OtlpExporter(OtlpPipelines pipelines) {
    this.pipelines = pipelines;
  }

  /**
   * An exporter of all signals to one receiver, with the defaults of the builder.
   *
   * @param endpoint such as {@code http://localhost:4318}, to which the standard paths are appended
   * @return an exporter that is not started
   * @throws IllegalArgumentException if it is no URL of HTTP
   */
  public static OtlpExporter to(String endpoint) {
    return builder().endpoint(endpoint).build();
  }

  /**
   * An exporter of all signals as the environment describes it, by {@code OTEL_EXPORTER_OTLP_*},
   * {@code OTEL_METRIC_EXPORT_*}, {@code OTEL_BSP_*} and {@code OTEL_BLRP_*}. A malformed variable
   * is reported to the environment and replaced by its default.
   *
   * @param environment where the variables are
   * @return an exporter that is not started
   * @throws IllegalArgumentException if the environment is strict and a variable malformed
   */
  public static OtlpExporter fromEnvironment(Environment environment) {
    return builder().environment(environment).build();
  }

  /**
   * Begins to describe an exporter.
   *
   * @return a builder
   */
  public static OtlpExporterBuilder builder() {
    return new OtlpExporterBuilder();
  }

  @Override
  public void start(Signals signals) {
    lifecycle.start();
    running.set(pipelines.open(signals));
    if (lifecycle.isClosed()) {
      closeRunning(Duration.ZERO);
    }
  }

  @Override
  public boolean flush(Duration limit) {
    RunningPipelines open = running.get();
    return open == null || open.flush(bounded(limit));
  }

  @Override
  public void close(Duration limit) {
    lifecycle.close();
    closeRunning(bounded(limit));
  }

  private static Duration bounded(Duration limit) {
    return limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
  }

  private void closeRunning(Duration limit) {
    RunningPipelines open = running.getAndSet(null);
    if (open != null) {
      open.close(limit);
    }
  }
}
