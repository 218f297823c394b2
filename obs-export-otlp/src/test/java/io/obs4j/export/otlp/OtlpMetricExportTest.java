package io.obs4j.export.otlp;

import static io.obs4j.export.otlp.Receivers.answering;
import static io.obs4j.export.otlp.Receivers.base;
import static io.obs4j.export.otlp.Receivers.sums;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Signal;
import io.obs4j.judges.ScriptedServer;
import io.obs4j.metrics.Counter;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How metrics, which are read and not recorded, get from a service to the receiver. */
@Timeout(120)
class OtlpMetricExportTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final OtlpSignals signals = new OtlpSignals();

  @Test
  void close_threadIsInterrupted_sendsTheLastReading() throws Exception {
    Counter counter = signals.metrics.counter("requests").create();
    try (ScriptedServer server = ScriptedServer.start()) {
      OtlpExporter exporter =
          OtlpExporter.builder().endpoint(base(server)).signals(Set.of(Signal.METRICS)).build();
      exporter.start(signals);
      counter.increment();

      Thread.currentThread().interrupt();
      exporter.close(LIMIT);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(sums(server, "requests")).containsExactly(1L);
    }
  }

  @Test
  void flush_callbackHasInterruptedItsThread_sendsAllTheSame() throws Exception {
    AtomicInteger readings = new AtomicInteger();
    signals
        .metrics
        .gauge("load")
        .callback(
            () -> {
              Thread.currentThread().interrupt();
              return readings.incrementAndGet();
            });
    try (ScriptedServer server = ScriptedServer.start();
        OtlpExporter exporter =
            OtlpExporter.builder().endpoint(base(server)).signals(Set.of(Signal.METRICS)).build()) {
      exporter.start(signals);

      assertThat(exporter.flush(LIMIT)).isTrue();
      assertThat(exporter.flush(LIMIT)).isTrue();
      assertThat(exporter.flush(LIMIT)).isTrue();
      assertThat(readings).hasValueGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void flush_metricsWhileTheReceiverAsksToWait_doesNotAskIt() throws Exception {
    Counter counter = signals.metrics.counter("requests").create();
    try (ScriptedServer server =
        ScriptedServer.answering(request -> ScriptedServer.answer(503, "", "Retry-After: 3600"))) {
      OtlpExporter exporter =
          OtlpExporter.builder().endpoint(base(server)).signals(Set.of(Signal.METRICS)).build();
      exporter.start(signals);
      counter.add(3);
      assertThat(exporter.flush(LIMIT)).isFalse();
      assertThat(exporter.flush(LIMIT)).isFalse();
      exporter.close(LIMIT);

      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void flush_metricsFailAtFirst_areReadAgainAndNothingIsLost() throws Exception {
    Counter counter = signals.metrics.counter("requests").create();
    AtomicInteger failures = new AtomicInteger(2);
    try (ScriptedServer server =
            ScriptedServer.answering(
                request -> {
                  if (failures.getAndDecrement() > 0) {
                    counter.increment();
                    return ScriptedServer.answer(503, "");
                  }
                  return ScriptedServer.ACCEPTED;
                });
        OtlpExporter exporter =
            OtlpExporter.builder()
                .endpoint(base(server))
                .signals(Set.of(Signal.METRICS))
                .temporality(OtlpTemporality.DELTA)
                .build()) {
      exporter.start(signals);
      counter.increment();

      assertThat(exporter.flush(LIMIT)).isTrue();
      counter.add(10);
      assertThat(exporter.flush(LIMIT)).isTrue();

      assertThat(sums(server, "requests")).containsExactly(1L, 2L, 3L, 10L);
    }
  }

  @Test
  void flush_metricsRefused_isFalseAtOnce() throws Exception {
    signals.metrics.counter("requests").create().increment();
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.answer(400, "bad"));
        OtlpExporter exporter =
            OtlpExporter.builder().endpoint(base(server)).signals(Set.of(Signal.METRICS)).build()) {
      exporter.start(signals);

      assertThat(exporter.flush(LIMIT)).isFalse();
      assertThat(exporter.flush(LIMIT)).isTrue();
      assertThat(signals.log.at(Level.WARNING)).singleElement().asString().contains("400 (bad)");
    }
  }

  @Test
  void interval_isOver_metricsAreSentWithoutBeingAsked() throws Exception {
    signals.metrics.counter("requests").create().increment();
    try (ScriptedServer server = ScriptedServer.start();
        OtlpExporter exporter =
            OtlpExporter.builder()
                .endpoint(base(server))
                .signals(Set.of(Signal.METRICS))
                .interval(Duration.ofMillis(100))
                .build()) {
      exporter.start(signals);
      while (server.requests.size() < 3) {
        Thread.onSpinWait();
      }
      assertThat(sums(server, "requests")).startsWith(1L, 1L, 1L);
    }
  }

  @Test
  void flush_metricsPartlyRejected_isFalseAndTold() throws Exception {
    signals.metrics.counter("requests").create().increment();
    byte[] response =
        ExportMetricsServiceResponse.newBuilder()
            .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(1))
            .build()
            .toByteArray();
    try (ScriptedServer server = answering(response);
        OtlpExporter exporter =
            OtlpExporter.builder().endpoint(base(server)).signals(Set.of(Signal.METRICS)).build()) {
      exporter.start(signals);

      assertThat(exporter.flush(LIMIT)).isFalse();

      assertThat(server.requests).hasSize(1);
      assertThat(signals.log.at(Level.WARNING))
          .anyMatch(
              line -> line.contains("/v1/metrics took a request in without 1 of its records"));
      // Metrics are not batched, so obs.batch.dropped knows nothing of them.
      assertThat(signals.pointsExported(server.port(), "rejected")).isEqualTo(1);
    }
  }
}
