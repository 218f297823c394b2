package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Signal;
import io.obs4j.judges.ScriptedServer;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Histogram;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver that comes and goes, for two seconds, or with {@code -Psoak} for two hours, or as many
 * minutes as {@code -Dsoak.minutes} says: all is accounted for, and memory stays as it is.
 */
class OtlpSoakTest {

  private static final Duration LENGTH =
      Integer.getInteger("soak.minutes", 0) == 0
          ? Duration.ofSeconds(2)
          : Duration.ofMinutes(Integer.getInteger("soak.minutes"));

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final long PHASE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int AT_ONCE = 20;
  private static final long MOST_GROWTH = 16 << 20;

  @TempDir Path directory;
  private final OtlpSignals signals = new OtlpSignals();
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong recorded = new AtomicLong();

  /** Well, then busy, then rude, and well again; always well once the test wants to look. */
  private void answer(ScriptedServer.Exchange exchange) throws IOException {
    byte[] body = exchange.readBody();
    long phase = System.nanoTime() / PHASE_NANOS % 4;
    if (phase < 2 || settled.get()) {
      requests.incrementAndGet();
      if (exchange.line().contains("/v1/metrics")) {
        addUp(ExportMetricsServiceRequest.parseFrom(body));
      }
      exchange.write(ScriptedServer.answer(200, ""));
    } else if (phase == 2) {
      exchange.write(ScriptedServer.answer(503, ""));
    } else {
      exchange.socket().close();
    }
  }

  /** What a receiver of increments makes of them. */
  private void addUp(ExportMetricsServiceRequest request) {
    for (Metric metric : MetricRequests.metrics(request)) {
      if (metric.getName().equals("offered")) {
        metric.getSum().getDataPointsList().forEach(point -> counted.addAndGet(point.getAsInt()));
      } else if (metric.getName().equals("sizes")) {
        metric
            .getExponentialHistogram()
            .getDataPointsList()
            .forEach(point -> recorded.addAndGet(point.getCount()));
      }
    }
  }

  private static BatchSettings small() {
    return BatchSettings.builder()
        .queueSize(2_048)
        .batchSize(128)
        .largestBatch(512)
        .delay(Duration.ofMillis(20))
        .build();
  }

  @Test
  void export_receiverComesAndGoes_accountsForAllInFlatMemory() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.serving(ServerSocketFactory.getDefault(), this::answer);
        OtlpExporter exporter =
            OtlpExporter.builder()
                .endpoint("http://127.0.0.1:" + server.port())
                .temporality(OtlpTemporality.DELTA)
                .interval(INTERVAL)
                .batches(Signal.TRACES, small())
                .batches(Signal.LOGS, small())
                .retryBytes(256 << 10)
                .spill(directory, 1 << 20)
                .build()) {
      exporter.start(signals);
      long offered = offer(LENGTH.dividedBy(4));
      long before = usedOnceSettled(exporter);
      offered += offer(LENGTH.multipliedBy(3).dividedBy(4));
      long after = usedOnceSettled(exporter);
      exporter.close(LIMIT);

      System.out.printf(
          "OtlpSoakTest offered %d of each, %d requests, heap %d then %d%n",
          offered, requests.get(), before, after);
      assertThat(after - before).isLessThan(MOST_GROWTH);
      assertThat(requests.get()).isPositive();
      for (String signal : Set.of("traces", "logs")) {
        assertThat(signals.exported(signal) + signals.kept(signal) + signals.droppedInAll(signal))
            .isEqualTo(offered);
      }
      assertThat(counted).hasValue(offered);
      assertThat(recorded).hasValue(offered);
    }
  }

  private long offer(Duration length) {
    settled.set(false);
    Counter counter = signals.metrics.counter("offered").create();
    Histogram histogram = signals.metrics.histogram("sizes").create();
    long end = System.nanoTime() + length.toNanos();
    long offered = 0;
    while (System.nanoTime() - end < 0) {
      for (int i = 0; i < AT_ONCE; i++) {
        signals.end("span");
        signals.log("line");
        counter.increment();
        histogram.record(i);
        offered++;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return offered;
  }

  /** How much of the heap is in use when nothing waits. */
  private long usedOnceSettled(OtlpExporter exporter) {
    settled.set(true);
    // A batch that goes to the disk meanwhile makes the first one false.
    if (!exporter.flush(LIMIT)) {
      assertThat(exporter.flush(LIMIT)).isTrue();
    }
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
