package io.obs4j.benchmarks;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.export.zipkin.ZipkinExporter;
import io.obs4j.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends spans of three attributes at a steady rate, and sends them to a receiver with all limits as
 * they are. Prints how many nanoseconds that took, and how many were dropped and counted.
 *
 * <p>Time in which the system gave it no processor is not made up for by more than ten
 * milliseconds' worth of spans: no service would have had those requests at once.
 */
public final class SpanSender {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MOST_BEHIND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final double NANOS_PER_SECOND = 1e9;

  private SpanSender() {}

  /**
   * Sends.
   *
   * @param arguments the endpoint, spans a second, and how many in all
   */
  public static void main(String[] arguments) {
    double rate = Double.parseDouble(arguments[1]);
    long spans = Long.parseLong(arguments[2]);
    Tracing tracing = Tracing.create();
    long elapsed;
    try (ZipkinExporter exporter = ZipkinExporter.to(arguments[0])) {
      exporter.start(new TracesAlone(tracing));
      elapsed = end(tracing.tracer(InstrumentationScope.of("benchmarks", "1")), rate, spans);
      exporter.close(Duration.ofSeconds(30));
    }
    System.out.println(elapsed + " " + dropped(tracing.diagnostics()));
  }

  private static long dropped(Diagnostics diagnostics) {
    return (long)
        Page.of(diagnostics).samples("obs_batch_dropped_.*").values().values().stream()
            .mapToDouble(Double::doubleValue)
            .sum();
  }

  private static long end(Tracer tracer, double rate, long spans) {
    long begun = System.nanoTime();
    long origin = begun;
    for (long ended = 0; ended < spans; ) {
      long now = System.nanoTime();
      long due = origin + (long) (ended / rate * NANOS_PER_SECOND);
      if (now - due > MOST_BEHIND_NANOS) {
        origin += now - due - MOST_BEHIND_NANOS;
      } else if (now < due) {
        LockSupport.parkNanos(TICK_NANOS);
        continue;
      }
      end(tracer, ended++);
    }
    return System.nanoTime() - begun;
  }

  private static void end(Tracer tracer, long order) {
    tracer
        .spanBuilder("POST /orders")
        .setSpanKind(SpanKind.SERVER)
        .startSpan()
        .setAttribute("http.request.method", "POST")
        .setAttribute("http.response.status_code", 201)
        .setAttribute("order", order)
        .end();
  }
}
