package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.LogRecord;
import io.obs4j.core.ManualClock;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.format.TestEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

class LoggingTest {

  private static final String TRACE_ID = "0123456789abcdef0023456789abcdef";
  private static final String SPAN_ID = "00000000000000ff";

  private final KeptLines sink = new KeptLines();
  private final Diagnostics diagnostics = Diagnostics.create();
  private final ManualClock clock = ManualClock.at(Instant.EPOCH);

  private LoggingBuilder builder() {
    return Logging.builder().diagnostics(diagnostics).clock(clock).sink(sink);
  }

  private static SpanContext span(String traceId, boolean sampled) {
    return SpanContext.create(
        traceId,
        SPAN_ID,
        sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  private long suppressed(String reason) {
    return diagnostics
        .metrics()
        .counter(
            "obs.log.suppressed",
            "{event}",
            "Events that were held back, as there were too many of them.",
            Attributes.of(AttributeKey.stringKey("reason"), reason))
        .longValue();
  }

  @Test
  void log_writesOneLineToTheSink() {
    try (Logging logging = builder().build()) {
      logging.gate("io.acme.Orders").log(new TestEvent("paid {}", 17));
    }

    assertThat(sink.lines).hasSize(1);
    assertThat(sink.lines.get(0)).contains("paid 17").endsWith("}\n");
    assertThat(sink.calls).containsExactly("start", "close");
  }

  @Test
  void log_afterTheClose_stillGoesOut() {
    Logging logging = builder().build();
    logging.close();
    logging.close();
    logging.log(new TestEvent("late"));

    assertThat(sink.lines).hasSize(1);
    assertThat(sink.calls).containsExactly("start", "close");
  }

  @Test
  void log_fromAToStringThatLogs_writesTheInnerLineFirstAndBothWhole() {
    try (Logging logging = builder().build()) {
      Object nested =
          new Object() {
            @Override
            public String toString() {
              logging.log(new TestEvent("inner"));
              return "outer value";
            }
          };
      logging.log(new TestEvent("outer {}", nested));
    }

    assertThat(sink.lines).hasSize(2);
    assertThat(sink.lines.get(0)).contains("inner");
    assertThat(sink.lines.get(1)).contains("outer outer value");
  }

  @Test
  void gate_followsChangesOfLevels() {
    try (Logging logging = builder().level("io.acme", LogLevel.WARN).build()) {
      LogGate gate = logging.gate("io.acme.Orders");
      assertThat(gate.isOpen(LogLevel.INFO)).isFalse();
      logging.levels().set("io", LogLevel.TRACE);
      assertThat(gate.isOpen(LogLevel.INFO)).isFalse();
      logging.levels().reset("io.acme");
      assertThat(gate.isOpen(LogLevel.TRACE)).isTrue();
      logging.levels().silence("io.acme.Orders");
      assertThat(gate.isOpen(LogLevel.FATAL)).isFalse();
      assertThat(logging.gate("io.acme.Orders")).isSameAs(gate);
    }
  }

  @Test
  void builder_winsOverTheEnvironment() {
    Environment environment =
        Environment.of(
            Map.of("OBS_LOG_LEVEL", "error", "OBS_LOG_LEVELS", "a=trace,b=trace"), diagnostics);
    try (Logging logging =
        builder().environment(environment).level("a", LogLevel.WARN).silence("c").build()) {
      assertThat(logging.levels().configured())
          .isEqualTo(Map.of("ROOT", "ERROR", "a", "WARN", "b", "TRACE", "c", "OFF"));
    }
  }

  @Test
  void streams_haveSinksOfTheirOwn_andErrorsAreCopied() {
    KeptLines access = new KeptLines();
    KeptLines audit = new KeptLines();
    KeptLines errors = new KeptLines();
    try (Logging logging =
        builder().stream(LogStream.ACCESS, access).stream(LogStream.AUDIT, audit).stream(
                LogStream.ERROR, errors)
            .build()) {
      logging.log(TestEvent.of(LogLevel.WARN, "warning"));
      logging.log(TestEvent.of(LogLevel.ERROR, "error"));
      logging.log(TestEvent.of(LogLevel.FATAL, "fatal"));
      logging.accessLog().request("GET", "/orders/{id}").log();
      logging.auditLog().action("refund").succeeded();
    }

    assertThat(sink.lines).hasSize(3);
    assertThat(errors.lines).hasSize(2).noneMatch(line -> line.contains("warning"));
    assertThat(access.lines).hasSize(1);
    assertThat(audit.lines).hasSize(1);
  }

  @Test
  void streams_withoutSinks_goWhereTheApplicationsDoes() {
    try (Logging logging = builder().build()) {
      logging.accessLog().request("GET", "/").status(200).log();
      logging.auditLog().action("refund").failed();
      logging.log(TestEvent.of(LogLevel.ERROR, "error"));
    }

    assertThat(sink.lines).hasSize(3);
  }

  @Test
  void sink_ofTwoStreams_isStartedAndClosedOnce() {
    try (Logging logging = builder().stream(LogStream.ERROR, sink).build()) {
      logging.log(TestEvent.of(LogLevel.ERROR, "error"));
    }

    assertThat(sink.lines).hasSize(2);
    assertThat(sink.calls).containsExactly("start", "close");
  }

  @Test
  void sink_thatThrows_isReportedAndTheOthersGetTheLine() {
    KeptLines other = new KeptLines();
    sink.throwing = true;
    try (Logging logging = builder().sink(other).build()) {
      logging.log(new TestEvent("a"));
      assertThat(logging.flush(Duration.ofSeconds(1))).isFalse();
    }

    assertThat(other.lines).hasSize(1);
    assertThat(other.calls).containsExactly("start", "flush", "close");
    assertThat(diagnostics.faultCount(Logging.FAULT_OF_SINK)).isEqualTo(4);
  }

  @Test
  void event_thatThrows_doesNotReachTheCaller() {
    try (Logging logging = builder().build()) {
      TestEvent broken = new TestEvent(null);
      broken.span = null;
      logging.log(broken);
    }

    assertThat(sink.lines).isNotEmpty();
  }

  @Test
  void accessLog_tellsTheRequestByTheNamesOfTheConventions() {
    try (Logging logging = builder().build()) {
      logging
          .accessLog()
          .request("POST", "/orders/{id}")
          .path("/orders/17")
          .status(503)
          .durationNanos(12_500_000)
          .bytes(512)
          .user("alice")
          .client("10.0.0.1")
          .with("tenant", "acme")
          .log();
    }

    assertThat(sink.lines.get(0))
        .contains("\"message\":\"POST /orders/{id} 503\"")
        .contains("\"http.request.method\":\"POST\"")
        .contains("\"http.route\":\"/orders/{id}\"")
        .contains("\"url.path\":\"/orders/17\"")
        .contains("\"http.response.status_code\":503")
        .contains("\"http.server.request.duration\":0.0125")
        .contains("\"http.response.body.size\":512")
        .contains("\"user.id\":\"alice\"")
        .contains("\"client.address\":\"10.0.0.1\"")
        .contains("\"tenant\":\"acme\"");
  }

  @Test
  void auditLog_tellsWhoDidWhatWithWhichOutcome() {
    try (Logging logging = builder().level(LogLevel.FATAL).build()) {
      logging.auditLog().action("refund").by("alice").on("order/17").from("10.0.0.1").succeeded();
      logging.auditLog().action("delete").by("bob").on("order/17").failed("forbidden");
    }

    assertThat(sink.lines.get(0))
        .contains("\"message\":\"alice: refund order/17 (success)\"")
        .contains("\"event.action\":\"refund\"")
        .contains("\"event.outcome\":\"success\"")
        .contains("\"audit.target\":\"order/17\"")
        .contains("\"user.id\":\"alice\"");
    assertThat(sink.lines.get(1))
        .contains("\"event.outcome\":\"failure\"")
        .contains("\"event.reason\":\"forbidden\"");
  }

  @Test
  void auditLog_withFactsNamedAsItsOwn_tellsItsOwnUnderTheirNames() {
    try (Logging logging = builder().build()) {
      logging
          .auditLog()
          .action("refund")
          .with("event.outcome", "success")
          .with("user.id", "mallory")
          .by("bob")
          .failed();
    }

    assertThat(sink.lines.get(0))
        .contains("\"event.outcome\":\"failure\"", "\"event.outcome_1\":\"success\"")
        .contains("\"user.id\":\"bob\"", "\"user.id_1\":\"mallory\"");
  }

  @Test
  void audit_whoseFirstSinkFails_goesToTheSecondAlone() {
    KeptLines first = new KeptLines();
    KeptLines second = new KeptLines();
    try (Logging logging = builder().stream(LogStream.AUDIT, first, second).build()) {
      logging.auditLog().action("a").succeeded();
      first.broken = true;
      logging.auditLog().action("b").succeeded();
      first.broken = false;
      first.throwing = true;
      logging.auditLog().action("c").succeeded();
      first.throwing = false;
    }

    assertThat(first.lines).hasSize(1);
    assertThat(second.lines).hasSize(2);
  }

  @Test
  void audit_whoseSinksAllFail_isCountedAndThrowsIfAsked() {
    sink.broken = true;
    try (Logging logging = builder().throwOnAuditLoss().build()) {
      AuditLog.Action action = logging.auditLog().action("a");
      assertThatExceptionOfType(AuditLossException.class)
          .isThrownBy(action::succeeded)
          .withMessageContaining("obs.log.audit.lost");
      assertThat(auditFailing()).isEqualTo(1);

      sink.broken = false;
      logging.auditLog().action("b").succeeded();
      assertThat(auditFailing()).isZero();
    }
    try (Logging logging = builder().build()) {
      sink.broken = true;
      logging.auditLog().action("c").succeeded();
    }
    assertThat(
            diagnostics
                .metrics()
                .counter(
                    "obs.log.audit.lost",
                    "{line}",
                    "Lines of the audit that no sink took.",
                    Attributes.empty())
                .longValue())
        .isEqualTo(2);
  }

  private double auditFailing() {
    return diagnostics
        .metrics()
        .gauge(
            "obs.log.audit.failing",
            "1",
            "Whether the last line of the audit was lost.",
            Attributes.empty())
        .doubleValue();
  }

  @Test
  void rateLimit_holdsBackATemplate_andTheNextLineSaysHowOften() {
    try (Logging logging = builder().rateLimit(2).build()) {
      for (int i = 0; i < 5; i++) {
        logging.log(new TestEvent("again {}", i));
      }
      logging.log(new TestEvent("other"));
      assertThat(sink.lines).hasSize(3);

      clock.advance(Duration.ofMillis(500));
      logging.log(new TestEvent("again {}", 5));
    }

    assertThat(sink.lines).hasSize(4);
    assertThat(sink.lines.get(3)).contains("again 5").contains("\"log.suppressed\":3");
    assertThat(suppressed("rate_limit")).isEqualTo(3);
  }

  @Test
  void rateLimit_leavesFatalAndOtherLoggersAndStreamsAlone() {
    try (Logging logging = builder().rateLimit(1).build()) {
      logging.log(new TestEvent("a"));
      TestEvent other = new TestEvent("a");
      other.logger = "io.acme.Other";
      logging.log(other);
      logging.log(TestEvent.of(LogLevel.FATAL, "a"));
      logging.log(TestEvent.of(LogLevel.FATAL, "a"));
      logging.log(LogStream.AUDIT, new TestEvent("a"));
      logging.log(LogStream.AUDIT, new TestEvent("a"));
    }

    assertThat(sink.lines).hasSize(6);
  }

  @Test
  void rateLimit_ofTemplateTooLongToKeep_letsItThrough() {
    try (Logging logging = builder().rateLimit(1).build()) {
      for (int i = 0; i < 3; i++) {
        logging.log(new TestEvent("l".repeat(1_024)));
        logging.log(new TestEvent("l".repeat(1_025)));
      }
    }

    assertThat(sink.lines).hasSize(1 + 3);
    assertThat(suppressed("rate_limit")).isEqualTo(2);
  }

  @Test
  void rateLimit_ofMoreTemplatesThanThereIsRoomFor_letsThemThrough() {
    int templates = 20_000;
    try (Logging logging = builder().rateLimit(1).build()) {
      for (int i = 0; i < templates; i++) {
        logging.log(new TestEvent("template " + i));
      }
    }

    assertThat(sink.lines).hasSize(templates);
  }

  @Test
  void unsampledTraces_areThinnedWhole_butNotWhatIsGrave() {
    String kept = "0123456789abcdef00ffffffffffffff";
    try (Logging logging = builder().unsampledTraces(0.5).build()) {
      for (LogLevel level : LogLevel.values()) {
        for (SpanContext span :
            List.of(
                span(TRACE_ID, false),
                span(kept, false),
                span(TRACE_ID, true),
                SpanContext.getInvalid())) {
          TestEvent event = TestEvent.of(level, level.name());
          event.span = span;
          logging.log(event);
        }
      }
    }

    assertThat(suppressed("unsampled")).isEqualTo(3);
    assertThat(sink.lines).hasSize(6 * 4 - 3);
  }

  @Test
  void settings_outOfRange_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().rateLimit(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().unsampledTraces(1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().unsampledTraces(Double.NaN));
  }

  @Test
  void environment_ofLimits_isReadAndCheckedLeniently() {
    Environment environment =
        Environment.of(
            Map.of("OBS_LOG_RATE_LIMIT", "1", "OBS_LOG_UNSAMPLED_TRACES", "2"), diagnostics);
    try (Logging logging = builder().environment(environment).build()) {
      logging.log(new TestEvent("a"));
      logging.log(new TestEvent("a"));
    }

    assertThat(sink.lines).hasSize(1);
    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(1);
  }

  @Test
  void records_areCopiesThatOutliveTheCall() {
    List<LogRecord> records = new ArrayList<>();
    StringBuilder changing = new StringBuilder("before");
    try (Logging logging = builder().build()) {
      logging.records().subscribe(records::add);
      TestEvent event = new TestEvent("paid {}", changing);
      event.level = LogLevel.ERROR;
      event.span = span(TRACE_ID, true);
      event.context = ContextFields.of(Map.of("tenant", "acme", "id", "from context"));
      event.keyValues.add(new KeyValuePair("id", 17));
      event.keyValues.add(new KeyValuePair("changing", changing));
      event.keyValues.add(new KeyValuePair("nothing", null));
      event.markers.add(new BasicMarkerFactory().getMarker("M"));
      event.throwable = new IllegalStateException("boom");
      logging.log(event);
      changing.append(" and after");
    }

    LogRecord record = records.get(0);
    assertThat(record.body()).isNotNull();
    assertThat(record.body().getValue()).isEqualTo("paid before");
    assertThat(record.severity()).isEqualTo(Severity.ERROR);
    assertThat(record.severityText()).isEqualTo("ERROR");
    assertThat(record.scope().name()).isEqualTo("com.acme.Orders");
    assertThat(record.epochNanos()).isEqualTo(1_767_225_845_123_456_789L);
    assertThat(record.observedEpochNanos()).isEqualTo(clock.epochNanos());
    assertThat(record.traceIdHex()).isEqualTo(TRACE_ID);
    assertThat(record.spanIdHex()).isEqualTo(SPAN_ID);
    assertThat(record.flags().isSampled()).isTrue();
    assertThat(record.attributes().get(AttributeKey.longKey("id"))).isEqualTo(17);
    assertThat(record.attributes().get(AttributeKey.stringKey("changing"))).isEqualTo("before");
    assertThat(record.attributes().get(AttributeKey.valueKey("nothing"))).isEqualTo(Value.empty());
    assertThat(record.attributes().get(AttributeKey.stringKey("tenant"))).isEqualTo("acme");
    assertThat(record.attributes().get(AttributeKey.stringKey("exception.type")))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(record.attributes().get(AttributeKey.stringKey("exception.stacktrace")))
        .contains("records_areCopiesThatOutliveTheCall");
    assertThat(record.weight()).isPositive();
  }

  @Test
  void records_ofMoreFactsThanMayBe_tellHowManyAreMissing() {
    List<LogRecord> records = new ArrayList<>();
    try (Logging logging = builder().build()) {
      logging.records().subscribe(records::add);
      TestEvent event = new TestEvent("many");
      for (int i = 0; i < 200; i++) {
        event.keyValues.add(new KeyValuePair("k" + i, (long) i));
      }
      logging.log(event);
    }

    assertThat(records.get(0).droppedAttributes()).isEqualTo(72);
    assertThat(records.get(0).attributes().get(AttributeKey.longKey("k0"))).isZero();
    assertThat(records.get(0).attributes().get(AttributeKey.longKey("k128"))).isNull();
  }
}
