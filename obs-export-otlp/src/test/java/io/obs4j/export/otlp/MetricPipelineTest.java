package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.internal.http.Alarms;
import io.obs4j.core.internal.http.AnswerFormat;
import io.obs4j.core.internal.http.DestinationReport;
import io.obs4j.core.internal.http.HttpDestination;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.core.internal.http.HttpSettingsBuilder;
import io.obs4j.core.internal.http.Retry;
import io.obs4j.core.internal.http.SendMeter;
import io.obs4j.judges.ScriptedServer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of readings that cannot be taken. */
@Timeout(60)
class MetricPipelineTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final OtlpSignals signals = new OtlpSignals();
  private final AtomicBoolean broken = new AtomicBoolean(true);

  private MetricReader reader() {
    MetricReader whole = signals.metrics.openReader();
    return new MetricReader() {
      @Override
      public void visit(MetricVisitor visitor) {
        if (broken.get()) {
          throw new IllegalStateException("planted");
        }
        whole.visit(visitor);
      }

      @Override
      public void close() {
        whole.close();
      }
    };
  }

  private MetricPipeline pipeline(String url) {
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
        reader(),
        new MetricRequestEncoder(
            signals.resource(), OtlpProtocol.PROTOBUF, OtlpTemporality.CUMULATIVE, 1 << 20));
  }

  @Test
  void flush_readingThrows_isToldAsAReadingAndTheNextArrives() throws Exception {
    signals.metrics.counter("requests").create().increment();
    try (ScriptedServer server = ScriptedServer.start()) {
      MetricPipeline pipeline = pipeline(server.url());
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
}
