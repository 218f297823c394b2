package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.obs4j.core.LogRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.LogGate;
import io.obs4j.logging.Logging;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.ConsoleSink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ObsLoggingTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ObsBuilder builder() {
    return Obs.builder()
        .environment(Map.of())
        .service("orders", "1.4.2")
        .logging(logging -> logging.sink(ConsoleSink.to("test", out)));
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void accessAndAuditLog_tellTheServiceAndTheSpan() {
    try (Obs obs = builder().start()) {
      try (ActiveSpan span = obs.span("request")) {
        obs.accessLog().request("GET", "/orders/{id}").status(200).log();
        obs.auditLog().action("refund").by("alice").succeeded();
        assertThat(written()).contains(span.span().getSpanContext().getTraceId());
      }
      assertThat(obs.logging()).isSameAs(obs.logging());
      assertThat(obs.flush(Duration.ofSeconds(30))).isTrue();
    }

    assertThat(written().lines()).hasSize(2).allMatch(line -> line.contains("orders"));
  }

  @Test
  void levels_ofTheEnvironment_areRead() {
    try (Obs obs = Obs.builder().environment(Map.of("OBS_LOG_LEVELS", "io.acme=debug")).start()) {
      assertThat(obs.logging().gate("io.acme.Orders").isOpen(LogLevel.DEBUG)).isTrue();
      assertThat(obs.logging().gate("io.other").isOpen(LogLevel.DEBUG)).isFalse();
    }
  }

  @Test
  void malformedLevel_inAStrictEnvironment_isFatalAtTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Obs.builder().environment(Map.of("OBS_LOG_LEVEL", "loud")).strict().start())
        .withMessageContaining("loud");
  }

  @Test
  void settings_thatThrow_throwAtTheStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Obs.builder().logging(logging -> logging.rateLimit(-1)).start());
  }

  @Test
  void exporters_getRecords() {
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    ScriptedExporter exporter = new ScriptedExporter("logs", new CopyOnWriteArrayList<>());
    try (Obs obs =
        builder()
            .export(exporter.onStart(() -> exporter.signals.logs().subscribe(records::add)))
            .start()) {
      obs.accessLog().request("GET", "/").log();
    }

    assertThat(records).hasSize(1);
    assertThat(records.get(0).severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void logsBridge_recordReachesALineAndAnExporter() {
    InMemoryExporter exporter = InMemoryExporter.create();
    try (Obs obs = builder().export(exporter).start();
        ActiveSpan span = obs.span("charge")) {
      obs.openTelemetry()
          .getLogsBridge()
          .get("io.acme.Payments")
          .logRecordBuilder()
          .setSeverity(Severity.WARN)
          .setEventName("card.refused")
          .setBody("no funds")
          .setAttribute(AttributeKey.longKey("attempt"), 2L)
          .emit();

      String trace = span.span().getSpanContext().getTraceId();
      assertThat(written().lines())
          .singleElement()
          .asString()
          .contains("no funds", "io.acme.Payments", "WARN", "\"attempt\":2", trace);
      LogRecord record = exporter.logs().get(0);
      assertThat(record.traceIdHex()).isEqualTo(trace);
      assertThat(record.eventName()).isEqualTo("card.refused");
      assertThat(record.body()).isEqualTo(Value.of("no funds"));
    }
  }

  @Test
  void globalLogsBridge_followsWhoIsInstalled() {
    Obs obs = builder().start();
    LoggerProvider bridge = GlobalTelemetry.INSTANCE.getLogsBridge();
    assertThat(bridge).isSameAs(LoggerProvider.noop());
    assertThat(obs.installGlobal()).isTrue();
    GlobalTelemetry.INSTANCE
        .getLogsBridge()
        .get("a")
        .logRecordBuilder()
        .setBody("installed")
        .emit();
    obs.close();

    assertThat(GlobalTelemetry.INSTANCE.getLogsBridge()).isSameAs(LoggerProvider.noop());
    assertThat(written()).contains("installed");
  }

  @Test
  void logsBridge_disabled_recordsNothing() {
    try (Obs obs = builder().environment(Map.of("OTEL_SDK_DISABLED", "true")).start()) {
      obs.openTelemetry().getLogsBridge().get("a").logRecordBuilder().setBody("b").emit();
    }

    assertThat(written()).isEmpty();
  }

  @Test
  void installGlobal_leadsLoggersHere_untilTheClose() {
    LogGate gate = GlobalLogging.gate("io.acme.Installed");
    Obs obs = builder().logging(logging -> logging.level(LogLevel.TRACE)).start();
    assertThat(obs.installGlobal()).isTrue();
    assertThat(gate.isOpen(LogLevel.TRACE)).isTrue();
    assertThat(GlobalLogging.current()).isSameAs(obs.logging());
    try (Obs second = builder().start()) {
      assertThat(second.installGlobal()).isFalse();
    }
    assertThat(GlobalLogging.current()).isSameAs(obs.logging());
    obs.close();

    assertThat(gate.isOpen(LogLevel.TRACE)).isFalse();
    assertThat(GlobalLogging.current()).isNotSameAs(obs.logging());
  }

  @Test
  void close_whileLoggersGoOn_writesAsTheServiceHasIt() {
    ScriptedExporter exporter = new ScriptedExporter("slow", new CopyOnWriteArrayList<>());
    Obs obs = builder().export(exporter).start();
    assertThat(obs.installGlobal()).isTrue();
    Logging logging = obs.logging();
    exporter.onClose(
        () -> {
          assertThat(GlobalLogging.current()).isSameAs(logging);
          GlobalLogging.current().accessLog().request("GET", "/meanwhile").log();
        });
    obs.close();

    assertThat(written()).contains("/meanwhile");
    assertThat(GlobalLogging.current()).isNotSameAs(logging);
  }

  @Test
  void close_exportersTakeAllTheTime_leavesSomeToLogging() {
    ScriptedExporter exporter = new ScriptedExporter("slow", new CopyOnWriteArrayList<>());
    Obs obs = builder().export(exporter).start();
    obs.accessLog().request("GET", "/early").log();
    obs.close(Duration.ZERO);

    assertThat(written()).contains("/early").doesNotContain("ran out of time");
  }

  @Test
  void logging_afterTheClose_stillWrites() {
    Obs obs = builder().start();
    Logging logging = obs.logging();
    obs.close();
    logging.accessLog().request("GET", "/late").log();

    assertThat(written()).contains("/late");
    assertThat(obs.installGlobal()).isFalse();
  }

  @Test
  void disabled_writesLinesAllTheSame() {
    try (Obs obs = builder().environment(Map.of("OTEL_SDK_DISABLED", "true")).start()) {
      obs.accessLog().request("GET", "/").log();
    }

    assertThat(written().lines()).hasSize(1);
  }
}
