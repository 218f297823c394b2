package io.obs4j.benchmarks;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Signal;
import io.obs4j.export.otlp.OtlpExporter;
import io.obs4j.tracing.Tracing;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends spans of five attributes and an event, and sends them over OTLP by one side with its
 * defaults: so many and then the close, or up to a million a second until it is killed.
 */
public final class OtlpSpanSender {

  private static final int AT_ONCE = 1_000;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private OtlpSpanSender() {}

  /**
   * Sends.
   *
   * @param arguments the side, the endpoint, and how many spans; zero for no end
   */
  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("ours")) {
      ours(arguments[1], count);
    } else {
      openTelemetry(arguments[1], count);
    }
  }

  private static void ours(String endpoint, int count) {
    Tracing tracing = Tracing.create();
    try (OtlpExporter exporter =
        OtlpExporter.builder().endpoint(endpoint).signals(Set.of(Signal.TRACES)).build()) {
      exporter.start(new TracesAlone(tracing));
      end(tracing.tracer(InstrumentationScope.of("benchmarks", "1")), count);
      exporter.close(LIMIT);
    }
  }

  private static void openTelemetry(String endpoint, int count) {
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").build();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build()) {
      end(provider.get("benchmarks"), count);
      provider.shutdown().join(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void end(Tracer tracer, int count) {
    for (int i = 0; count == 0 || i < count; i++) {
      OtlpWork.span(tracer, i);
      if (i % AT_ONCE == AT_ONCE - 1) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
