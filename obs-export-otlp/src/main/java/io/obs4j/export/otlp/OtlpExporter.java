package io.obs4j.export.otlp;

import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import io.obs4j.core.internal.Lifecycle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
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
  private final AtomicReference<@Nullable List<Pipeline>> running = new AtomicReference<>();

  /** What carries one signal. */
  interface Pipeline {

    /** Whether all arrived that was recorded before. */
    boolean flush(Duration limit);

    /** Sends what is left, and gives back what it holds; called once. */
    void close(Duration limit);
  }

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
    List<Pipeline> open = running.get();
    if (open == null) {
      return true;
    }
    Duration bounded = bounded(limit);
    return all(open, pipeline -> pipeline.flush(bounded), /* interruptible= */ true);
  }

  @Override
  public void close(Duration limit) {
    lifecycle.close();
    closeRunning(bounded(limit));
  }

  private static Duration bounded(Duration limit) {
    return limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
  }

  /**
   * Metrics last, which tell what became of the others; a quarter of the time is theirs. A thread
   * that is interrupted waits all the same, as what is not sent now is lost.
   */
  private void closeRunning(Duration limit) {
    List<Pipeline> open = running.getAndSet(null);
    if (open == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    List<Pipeline> first = new ArrayList<>();
    List<Pipeline> last = new ArrayList<>();
    for (Pipeline pipeline : open) {
      (pipeline instanceof MetricPipeline ? last : first).add(pipeline);
    }
    Duration share = last.isEmpty() ? limit : limit.multipliedBy(3).dividedBy(4);
    try {
      all(first, pipeline -> closed(pipeline, share), /* interruptible= */ false);
      interrupted |= Thread.interrupted();
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      all(last, pipeline -> closed(pipeline, left), /* interruptible= */ false);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean closed(Pipeline pipeline, Duration limit) {
    pipeline.close(limit);
    return true;
  }

  /** Whether a task succeeds for all, at the same time: none waits for another's destination. */
  private static boolean all(
      List<Pipeline> pipelines, Predicate<Pipeline> task, boolean interruptible) {
    List<FutureTask<Boolean>> beside = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      beside.add(new FutureTask<>(() -> task.test(pipeline)));
    }
    for (int i = 1; i < beside.size(); i++) {
      Thread thread = new Thread(null, beside.get(i), "obs4j-otlp-wait", 0, false);
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        // The process may have no more threads: the task has its turn below.
      }
    }
    boolean success = true;
    for (FutureTask<Boolean> each : beside) {
      each.run(); // Does nothing where a thread does it.
      success &= succeeded(each, interruptible);
    }
    return success;
  }

  private static boolean succeeded(FutureTask<Boolean> task, boolean interruptible) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          if (interruptible) {
            return false;
          }
        }
      }
    } catch (ExecutionException e) {
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
