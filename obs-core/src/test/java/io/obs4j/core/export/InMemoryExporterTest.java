package io.obs4j.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.obs4j.core.LogRecord;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InMemoryExporterTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final TestSignals signals = new TestSignals();

  private InMemoryExporter started(int limit) {
    InMemoryExporter exporter = InMemoryExporter.create(limit);
    exporter.start(signals);
    return exporter;
  }

  private static List<String> names(List<SpanRecord> spans) {
    return spans.stream().map(SpanRecord::name).toList();
  }

  @Test
  void spans_publishedAfterTheStart_areThereAtOnceInOrder() {
    InMemoryExporter exporter = InMemoryExporter.create();
    signals.spans.publish(TestSpan.named("before"));
    exporter.start(signals);
    signals.spans.publish(TestSpan.named("a"));
    signals.spans.publish(TestSpan.named("b"));

    assertThat(names(exporter.spans())).containsExactly("a", "b");
    assertThat(exporter.flush(Duration.ZERO)).isTrue();
  }

  @Test
  void spans_handedOut_doNotChange() {
    InMemoryExporter exporter = started(10);
    List<SpanRecord> before = exporter.spans();
    signals.spans.publish(TestSpan.named("a"));

    assertThat(before).isEmpty();
    assertThat(exporter.spans()).isUnmodifiable();
  }

  @Test
  void spans_beyondTheLimit_areDroppedAndCounted() {
    InMemoryExporter exporter = started(2);
    for (String name : new String[] {"a", "b", "c", "d"}) {
      signals.spans.publish(TestSpan.named(name));
    }

    assertThat(names(exporter.spans())).containsExactly("a", "b");
    assertThat(signals.diagnostics.faultCount(InMemoryExporter.FAULT)).isEqualTo(2);
    exporter.clear();
    signals.spans.publish(TestSpan.named("e"));
    assertThat(names(exporter.spans())).containsExactly("e");
  }

  @Test
  void awaitSpans_publishedByAnotherThread_waitsForThem() {
    InMemoryExporter exporter = started(10);
    Thread publisher =
        new Thread(
            () -> {
              signals.spans.publish(TestSpan.named("a"));
              signals.spans.publish(TestSpan.named("b"));
            });
    publisher.start();

    assertThat(names(exporter.awaitSpans(2, LONG))).containsExactly("a", "b");
  }

  @Test
  void awaitSpans_whenTimeIsOver_returnsWhatIsThere() {
    InMemoryExporter exporter = started(10);
    signals.spans.publish(TestSpan.named("a"));

    assertThat(exporter.awaitSpans(2, Duration.ofMillis(1))).hasSize(1);
    assertThat(exporter.awaitSpans(2, Duration.ofMillis(-1))).hasSize(1);
  }

  @Test
  void awaitSpans_interrupted_returnsAtOnceStillInterrupted() {
    InMemoryExporter exporter = started(10);
    Thread.currentThread().interrupt();

    assertThat(exporter.awaitSpans(1, LONG)).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void close_endsTheSubscriptionAndKeepsTheSpans() {
    InMemoryExporter exporter = started(10);
    signals.spans.publish(TestSpan.named("a"));
    exporter.close();
    exporter.close();
    signals.spans.publish(TestSpan.named("b"));

    assertThat(names(exporter.spans())).containsExactly("a");
  }

  private static List<String> texts(List<LogRecord> logs) {
    return logs.stream().map(log -> String.valueOf(log.body())).toList();
  }

  @Test
  void logs_published_areThereAtOnceInOrderUpToTheLimit() {
    InMemoryExporter exporter = started(2);
    for (String text : new String[] {"a", "b", "c"}) {
      signals.logs.publish(TestLog.saying(text));
    }
    signals.spans.publish(TestSpan.named("d"));

    assertThat(exporter.logs()).extracting(LogRecord::body).hasSize(2);
    assertThat(texts(exporter.awaitLogs(2, LONG))).isEqualTo(texts(exporter.logs()));
    assertThat(exporter.logs().get(1).body()).isEqualTo(Value.of("b"));
    assertThat(names(exporter.spans())).containsExactly("d");
    assertThat(signals.diagnostics.faultCount(InMemoryExporter.FAULT)).isEqualTo(1);
    exporter.clear();
    assertThat(exporter.logs()).isEmpty();
    exporter.close();
    signals.logs.publish(TestLog.saying("e"));
    assertThat(exporter.logs()).isEmpty();
  }

  @Test
  void start_again_isRefused() {
    InMemoryExporter exporter = started(10);
    assertThatIllegalStateException().isThrownBy(() -> exporter.start(signals));

    InMemoryExporter closed = InMemoryExporter.create();
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> closed.start(signals))
        .withMessageContaining("Make a new one");
  }

  @Test
  void create_withoutRoom_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InMemoryExporter.create(0))
        .withMessageContaining("limit 0");
  }
}
