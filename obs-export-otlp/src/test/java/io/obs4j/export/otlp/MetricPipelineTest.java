package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.internal.http.Alarms;
import io.obs4j.core.internal.http.AnswerFormat;
import io.obs4j.core.internal.http.DestinationReport;
import io.obs4j.core.internal.http.HttpDestination;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.core.internal.http.HttpSettingsBuilder;
import io.obs4j.core.internal.http.Retry;
import io.obs4j.core.internal.http.SendMeter;
import io.obs4j.judges.ScriptedServer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of readings that cannot be taken. */
@Timeout(60)
class MetricPipelineTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final OtlpSignals signals = new OtlpSignals();
  private final AtomicBoolean broken = new AtomicBoolean(true);

  /** A series that throws when it is read, if its value is negative. */
  private record Point(int index, long value) implements Series, NumberReading {

    @Override
    public Attributes attributes() {
      return Attributes.empty();
    }

    @Override
    public int generation() {
      return 0;
    }

    @Override
    public long startEpochNanos() {
      return 1;
    }

    @Override
    public boolean isLong() {
      return true;
    }

    @Override
    public long longValue() {
      if (value < 0) {
        throw new IllegalStateException("planted");
      }
      return value;
    }

    @Override
    public double doubleValue() {
      return longValue();
    }

    @Override
    public @Nullable Exemplar exemplar() {
      return null;
    }
  }

  private MetricReader reader(Consumer<MetricVisitor> before) {
    MetricReader whole = signals.metrics.openReader();
    return new MetricReader() {
      @Override
      public void visit(MetricVisitor visitor) {
        before.accept(visitor);
        whole.visit(visitor);
      }

      @Override
      public void close() {
        whole.close();
      }
    };
  }

  private MetricPipeline pipeline(String url, Consumer<MetricVisitor> before) {
    HttpSettings http = new HttpSettingsBuilder(url).build("application/x-protobuf");
    HttpDestination destination =
        new HttpDestination(
            "test",
            http,
            Retry.DEFAULT,
            AnswerFormat.PLAIN,
            new DestinationReport(
                signals.diagnostics(), Clock.system(), "otlp.export", http, "Look at it."),
            SendMeter.NONE,
            Clock.system(),
            Alarms.onThread("obs4j-test-alarm"));
    return new MetricPipeline(
        destination,
        new OtlpPipelines.MetricSettings(Duration.ofHours(1), LIMIT, OtlpTemporality.CUMULATIVE),
        reader(before),
        new MetricRequestEncoder(
            signals.resource(), OtlpProtocol.PROTOBUF, OtlpTemporality.CUMULATIVE, 1 << 20));
  }

  @Test
  void flush_readingThrows_isToldAsAReadingAndTheNextArrives() throws Exception {
    signals.metrics.counter("requests").create().increment();
    try (ScriptedServer server = ScriptedServer.start()) {
      MetricPipeline pipeline =
          pipeline(
              server.url(),
              visitor -> {
                if (broken.get()) {
                  throw new IllegalStateException("planted");
                }
              });
      pipeline.start();

      assertThat(pipeline.flush(LIMIT)).isFalse();
      assertThat(signals.log.at(Level.WARNING))
          .singleElement()
          .asString()
          .startsWith("A reading of all metrics for " + server.url() + " cannot be read");
      assertThat(server.requests).isEmpty();

      broken.set(false);
      assertThat(pipeline.flush(LIMIT)).isTrue();
      assertThat(server.requests).hasSize(1);
      pipeline.close(LIMIT);
    }
  }

  @Test
  void flush_seriesThrows_isCountedEachTimeToldOnceAndTheOthersArrive() throws Exception {
    signals.metrics.counter("requests").create().increment();
    MetricFamily family =
        new MetricFamily(OtlpSignals.SCOPE, "a", MetricKind.COUNTER, "", "", false);
    try (ScriptedServer server = ScriptedServer.start()) {
      MetricPipeline pipeline =
          pipeline(
              server.url(),
              visitor -> {
                visitor.family(family);
                for (Point point : List.of(new Point(0, 5), new Point(1, -1), new Point(2, 7))) {
                  visitor.counter(point, point);
                }
              });
      pipeline.start();

      assertThat(pipeline.flush(LIMIT)).isTrue();
      assertThat(pipeline.flush(LIMIT)).isTrue();
      pipeline.close(LIMIT);

      assertThat(server.requests).hasSize(3);
      for (ScriptedServer.Request request : server.requests) {
        List<Metric> metrics =
            MetricRequests.metrics(ExportMetricsServiceRequest.parseFrom(request.body())).stream()
                .filter(metric -> !metric.getName().startsWith("obs."))
                .toList();
        assertThat(metrics).extracting(Metric::getName).containsExactlyInAnyOrder("a", "requests");
        assertThat(metrics)
            .flatExtracting(metric -> metric.getSum().getDataPointsList())
            .extracting(NumberDataPoint::getAsInt)
            .containsExactlyInAnyOrder(5L, 7L, 1L);
      }
      assertThat(signals.diagnostics().faultCount("otlp.export")).isEqualTo(3);
      assertThat(signals.log.at(Level.WARNING))
          .singleElement()
          .asString()
          .startsWith("A series for " + server.url() + " cannot be read, and is dropped");
    }
  }
}
