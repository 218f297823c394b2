package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.ManualClock;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.operation.Operation;
import io.obs4j.operation.OperationRun;
import io.obs4j.operation.Operations;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operations record through the facade. */
@Timeout(60)
class OperationTest {

  private enum Tier {
    GOLD
  }

  private record Order(String status) {}

  private final LogRecorder log = new LogRecorder();
  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final Obs obs = start(exporter);

  private Obs start(InMemoryExporter to) {
    return Obs.builder()
        .service("orders", "1.4.2")
        .environment(Map.of())
        .clock(clock)
        .diagnostics(Diagnostics.loggingTo(log))
        .export(to)
        .start();
  }

  @AfterEach
  void close() {
    obs.close();
  }

  private SpanRecord span() {
    return exporter.awaitSpans(1, Duration.ofSeconds(30)).get(0);
  }

  private String page() throws IOException {
    return Pages.of(obs);
  }

  private static AttributeKey<String> key(String name) {
    return AttributeKey.stringKey(name);
  }

  @Test
  void close_ofARun_timesCountsAndTraces() throws IOException {
    Operation create = obs.operation("order.create").constant("tier", "gold").create();

    try (OperationRun run = create.start()) {
      assertThat(Span.current()).isSameAs(run.span());
      clock.advance(Duration.ofMillis(1_500));
    }

    assertThat(Span.current().getSpanContext().isValid()).isFalse();
    assertThat(page())
        .contains("order_create_duration_seconds_sum{tier=\"gold\"} 1.5\n")
        .contains("order_create_duration_seconds_count{tier=\"gold\"} 1\n")
        .contains("order_create_calls_total{tier=\"gold\"} 1\n");
    assertThat(span().name()).isEqualTo("order.create");
    assertThat(span().kind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(span().status()).isEqualTo(StatusCode.UNSET);
    assertThat(span().attributes().get(key("tier"))).isEqualTo("gold");
    assertThat(span().endEpochNanos() - span().startEpochNanos()).isEqualTo(1_500_000_000L);
  }

  @Test
  void create_beforeTheFirstRun_showsSeriesOfZero() throws IOException {
    obs.operation("order.create").create();

    assertThat(page()).contains("order_create_calls_total 0\n");
  }

  @Test
  void close_calledTwice_endsOnce() throws IOException {
    OperationRun run = obs.operation("order.create").create().start();
    run.close();
    run.close();

    assertThat(page()).contains("order_create_calls_total 1\n");
  }

  @Test
  void call_thatThrows_tellsTheClassOfTheException() throws IOException {
    Operation create = obs.operation("order.create").create();

    assertThatThrownBy(
            () ->
                create.call(
                    () -> {
                      throw new IOException("disk");
                    }))
        .isExactlyInstanceOf(IOException.class);

    assertThat(page())
        .contains("order_create_calls_total{error_type=\"java.io.IOException\"} 1\n")
        .contains("order_create_duration_seconds_count{error_type=\"java.io.IOException\"} 1\n")
        .contains("order_create_calls_total 0\n");
    assertThat(span().status()).isEqualTo(StatusCode.ERROR);
    assertThat(span().attributes().get(key("error.type"))).isEqualTo("java.io.IOException");
    assertThat(span().events()).hasSize(1);
  }

  @Test
  void fail_severalTimes_keepsTheFirst() throws IOException {
    try (OperationRun run = obs.operation("order.create").create().start()) {
      run.fail(new IOException());
      run.fail(new IllegalStateException());
    }

    assertThat(page())
        .contains("order_create_calls_total{error_type=\"java.io.IOException\"} 1\n")
        .doesNotContain("IllegalState");
  }

  @Test
  void labels_ofStartRunAndResult_areOnMetricsAndSpan() throws IOException {
    Operation create =
        obs.operation("order.create")
            .label("tier")
            .label("stock", (Order order) -> order.status().length())
            .label("late")
            .resultLabel("status", Order::status)
            .create();

    try (OperationRun run = create.start(Tier.GOLD, new Order("four"))) {
      run.label("late", true);
      run.result(new Order("paid"));
    }

    assertThat(page())
        .contains(
            "order_create_calls_total{late=\"true\",status=\"paid\",stock=\"4\",tier=\"GOLD\"} 1\n");
    assertThat(span().attributes().asMap())
        .containsEntry(key("tier"), "GOLD")
        .containsEntry(key("stock"), "4")
        .containsEntry(key("late"), "true")
        .containsEntry(key("status"), "paid");
  }

  @Test
  void call_withResultLabel_asksTheResult() throws IOException {
    Operation create = obs.operation("c").resultLabel("status", Order::status).create();

    Order order = create.call(() -> new Order("paid"));
    create.call(() -> null);

    assertThat(order.status()).isEqualTo("paid");
    assertThat(page()).contains("c_calls_total{status=\"paid\"} 1\n").contains("c_calls_total 1\n");
  }

  @Test
  void label_ofWhatIsNoValue_isLeftOutAndTold() throws IOException {
    Operation create =
        obs.operation("c")
            .label("order")
            .label("broken", (Order order) -> order.status().length())
            .create();

    create.start(new Order("x"), new Order(null)).close();
    create.start("a", null, "one too many").close();
    try (OperationRun run = create.start("b")) {
      run.label("unknown", 1);
    }

    assertThat(page())
        .contains("c_calls_total 1\n")
        .contains("c_calls_total{order=\"a\"} 1\n")
        .contains("c_calls_total{order=\"b\"} 1\n")
        .contains("obs_faults_total{otel_scope_name=\"io.obs4j\"");
    assertThat(obs.diagnostics().faultCount("operation.label")).isEqualTo(4);
  }

  @Test
  void switches_leaveOutWhatIsOff() throws IOException {
    Operation timed = obs.operation("t").counted(false).traced(false).create();
    Operation counted = obs.operation("c").timed(false).traced(false).create();
    Operation traced = obs.operation("s").timed(false).counted(false).create();

    timed.run(() -> {});
    counted.run(() -> {});
    traced.run(() -> {});

    assertThat(page())
        .contains("t_duration_seconds_count 1\n")
        .contains("c_calls_total 1\n")
        .doesNotContain("t_calls")
        .doesNotContain("c_duration")
        .doesNotContain("\ns_");
    assertThat(span().name()).isEqualTo("s");
  }

  @Test
  void names_givenExactly_areUsed() throws IOException {
    obs.operation("x")
        .timed("http.x")
        .counted("x.count")
        .traced("GET /x")
        .kind(SpanKind.SERVER)
        .create()
        .run(() -> {});

    assertThat(page()).contains("http_x_seconds_count 1\n").contains("x_count_total 1\n");
    assertThat(span().name()).isEqualTo("GET /x");
    assertThat(span().kind()).isEqualTo(SpanKind.SERVER);
  }

  @Test
  void create_ofOneNameWithOtherLabels_throws() {
    obs.operation("x").create();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.operation("x").label("tenant").create())
        .withMessageContaining("x.duration");
  }

  @Test
  void builder_ofWhatCannotBe_throws() {
    assertThatIllegalArgumentException().isThrownBy(() -> obs.operation(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.operation("x").label("a").constant("a", "b"))
        .withMessageContaining("label a of operation x");
    assertThatIllegalArgumentException().isThrownBy(() -> obs.operation("x").label("error.type"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.operation("x").resultLabel("r", r -> r).label("a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.operation("x").label("a").label("b").label("c").label("d").label("e"))
        .withMessageContaining("at most 4");
  }

  @Test
  void endWith_aStage_endsWhenItCompletes() throws IOException {
    Operation fetch = obs.operation("fetch").resultLabel("status", (String s) -> s).create();
    CompletableFuture<String> stage = new CompletableFuture<>();

    assertThat(fetch.callAsync(() -> stage)).isSameAs(stage);
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
    assertThat(page()).doesNotContain("fetch_calls_total");
    clock.advance(Duration.ofSeconds(2));
    stage.complete("ok");

    assertThat(page())
        .contains("fetch_calls_total{status=\"ok\"} 1\n")
        .contains("fetch_duration_seconds_sum{status=\"ok\"} 2.0\n");
    assertThat(span().attributes().get(key("status"))).isEqualTo("ok");
  }

  @Test
  void endWith_aStageThatFails_tellsTheCause() throws IOException {
    Operation fetch = obs.operation("fetch").create();
    CompletableFuture<String> stage = new CompletableFuture<>();

    fetch.callAsync(() -> stage.thenApply(s -> s));
    stage.completeExceptionally(new IOException("away"));

    assertThat(page()).contains("fetch_calls_total{error_type=\"java.io.IOException\"} 1\n");
    assertThat(span().status()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void callAsync_thatThrows_endsAtOnce() throws IOException {
    Operation fetch = obs.operation("fetch").create();

    assertThatThrownBy(
            () ->
                fetch.<CompletableFuture<String>, IOException>callAsync(
                    () -> {
                      throw new IOException("away");
                    }))
        .isExactlyInstanceOf(IOException.class);

    assertThat(page()).contains("fetch_calls_total{error_type=\"java.io.IOException\"} 1\n");
  }

  @Test
  void installGlobal_bindsTheOperationsOfTheProcessUntilTheClose() throws IOException {
    Operation work = Operations.operation("global.work").create();
    work.run(() -> {});
    obs.installGlobal();
    work.run(() -> {});

    try (Obs other = start(InMemoryExporter.create())) {
      assertThat(other.installGlobal()).isFalse();
      obs.close();
      work.run(() -> {});
      assertThat(other.installGlobal()).isTrue();
      work.run(() -> {});

      assertThat(page()).contains("global_work_calls_total 1\n");
      assertThat(Pages.of(other)).contains("global_work_calls_total 1\n");
    }
  }
}
