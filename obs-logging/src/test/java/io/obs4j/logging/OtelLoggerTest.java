package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.obs4j.core.LogRecord;
import io.obs4j.core.ManualClock;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.LogField;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What OpenTelemetry's front does beside what the SDK does. */
class OtelLoggerTest {

  private static final AttributeKey<List<String>> TEXTS = AttributeKey.stringArrayKey("texts");

  private final KeptLines sink = new KeptLines();
  private final ManualClock clock = ManualClock.at(Instant.ofEpochSecond(1));

  private LoggingBuilder builder() {
    return Logging.builder().clock(clock).sink(sink);
  }

  @Test
  void emit_writesALine_withBodyAttributesAndEventName() {
    try (Logging logging = builder().build()) {
      logging
          .loggerProvider()
          .get("io.acme.Orders")
          .logRecordBuilder()
          .setSeverity(Severity.WARN3)
          .setBody("took {} ms")
          .setAttribute("order.id", 17)
          .setEventName("order.late")
          .emit();
    }

    assertThat(sink.lines).hasSize(1);
    assertThat(sink.lines.get(0))
        .contains("\"WARN\"", "took {} ms", "io.acme.Orders", "\"order.id\":17")
        .contains("1970-01-01T00:00:01");
  }

  @Test
  void emit_structuredBody_isJsonInTheMessage() {
    try (Logging logging = builder().build()) {
      logging
          .loggerProvider()
          .get("scope")
          .logRecordBuilder()
          .setBody(Value.of(KeyValue.of("k", Value.of(1))))
          .emit();
    }

    assertThat(sink.lines.get(0)).contains("{\\\"k\\\":1}");
  }

  @Test
  void emit_structuredBody_hidesSecretKeysInTheLine() {
    Value<?> credentials = Value.of(KeyValue.of("password", Value.of("hunter2")));
    LineFormat format =
        LineFormat.ecs().toBuilder()
            .fields(fields -> fields.field("template", LogField.TEMPLATE))
            .build();
    try (Logging logging = builder().format(format).build()) {
      logging
          .loggerProvider()
          .get("scope")
          .logRecordBuilder()
          .setBody(
              Value.of(
                  KeyValue.of("user", Value.of("alice")),
                  KeyValue.of("logins", Value.of(credentials))))
          .emit();
    }

    assertThat(sink.lines.get(0))
        .contains("\"message\":\"{\\\"user\\\":\\\"alice\\\"", "password", "***")
        .doesNotContain("hunter2");
  }

  @Test
  void emit_bodyNestedBeyondAllMeasure_isCutInTheLine() {
    Value<?> nested = Value.of("core");
    for (int i = 0; i < 5_000; i++) {
      nested = Value.of(nested);
    }
    try (Logging logging = builder().build()) {
      logging.loggerProvider().get("scope").logRecordBuilder().setBody(nested).emit();
    }

    assertThat(sink.lines.get(0)).contains("\"message\":\"[[[", "...\\\"]]]");
  }

  @Test
  void weight_countsWhateverARecordHolds() {
    String text = "x".repeat(100_000);
    Value<?> nested = Value.of(text);
    for (int i = 0; i < 100; i++) {
      nested = Value.of(KeyValue.of("inner", Value.of(nested)));
    }
    List<LogRecord> records = new ArrayList<>();
    try (Logging logging = builder().build()) {
      logging.records().subscribe(records::add);
      Logger logger = logging.loggerProvider().get("scope");
      logger.logRecordBuilder().setBody("small").emit();
      logger.logRecordBuilder().setBody(text).emit();
      logger.logRecordBuilder().setBody(nested).emit();
      logger.logRecordBuilder().setBody(Value.of(new byte[100_000])).emit();
      logger.logRecordBuilder().setEventName(text).emit();
      logger.logRecordBuilder().setSeverityText(text).emit();
      logger.logRecordBuilder().setAttribute(AttributeKey.stringKey("k"), text).emit();
      logger.logRecordBuilder().setAttribute(AttributeKey.stringKey(text), "v").emit();
      logger.logRecordBuilder().setAttribute(TEXTS, List.of("a", text)).emit();
      logger.logRecordBuilder().setAttribute(AttributeKey.valueKey("k"), nested).emit();
    }

    assertThat(records).hasSize(10);
    assertThat(records.remove(0).weight()).isLessThan(400);
    assertThat(records).extracting(LogRecord::weight).allMatch(weight -> weight > 100_000);
    assertThat(records).extracting(LogRecord::weight).allMatch(weight -> weight < 110_000);
  }

  @Test
  void levelsOfLoggers_holdByTheNameOfTheScope() {
    try (Logging logging = builder().level("io.acme", LogLevel.ERROR).build()) {
      Logger quiet = logging.loggerProvider().get("io.acme.Orders");
      assertThat(quiet.isEnabled(Severity.WARN)).isFalse();
      assertThat(quiet.isEnabled(Severity.ERROR2, Context.root())).isTrue();
      assertThat(quiet.isEnabled(Severity.UNDEFINED_SEVERITY_NUMBER)).isTrue();

      quiet.logRecordBuilder().setSeverity(Severity.WARN).setBody("no").emit();
      quiet.logRecordBuilder().setSeverity(Severity.FATAL4).setBody("yes").emit();
      logging.levels().set("io.acme", LogLevel.WARN);
      quiet.logRecordBuilder().setSeverity(Severity.WARN).setBody("now").emit();
    }

    assertThat(sink.lines).hasSize(2);
    assertThat(sink.lines.get(0)).contains("\"FATAL\"", "yes");
    assertThat(sink.lines.get(1)).contains("now");
  }

  @Test
  void emit_twice_givesTwoRecordsThatShareNothing() {
    List<LogRecord> records = new ArrayList<>();
    try (Logging logging = builder().build()) {
      logging.records().subscribe(records::add);
      LogRecordBuilder record = logging.loggerProvider().get("scope").logRecordBuilder();
      record.setAttribute("a", 1).emit();
      record.setAttribute("a", 2).emit();
    }

    AttributeKey<Long> key = AttributeKey.longKey("a");
    assertThat(records).extracting(record -> record.attributes().get(key)).containsExactly(1L, 2L);
  }

  @Test
  void rateLimit_holdsBackNoRecord() {
    try (Logging logging = builder().rateLimit(1).build()) {
      for (int i = 0; i < 10; i++) {
        logging.loggerProvider().get("scope").logRecordBuilder().setBody("same").emit();
      }
    }

    assertThat(sink.lines).hasSize(10);
  }

  @Test
  @SuppressWarnings("DataFlowIssue")
  void nulls_areIgnored() {
    try (Logging logging = builder().build()) {
      assertThatCode(
              () ->
                  logging
                      .loggerProvider()
                      .loggerBuilder(null)
                      .setInstrumentationVersion(null)
                      .setSchemaUrl(null)
                      .build()
                      .logRecordBuilder()
                      .setTimestamp(null)
                      .setTimestamp(1, null)
                      .setObservedTimestamp(null)
                      .setObservedTimestamp(1, null)
                      .setContext(null)
                      .setSeverity(null)
                      .setSeverityText(null)
                      .setBody((String) null)
                      .setBody((Value<?>) null)
                      .setEventName(null)
                      .setException(null)
                      .setAttribute((AttributeKey<String>) null, "v")
                      .setAttribute(AttributeKey.stringKey("k"), null)
                      .emit())
          .doesNotThrowAnyException();
    }

    assertThat(sink.lines).hasSize(1);
  }

  @Test
  void timestamp_beyondTheRange_isItsEnd() {
    List<LogRecord> records = new ArrayList<>();
    try (Logging logging = builder().build()) {
      logging.records().subscribe(records::add);
      logging.loggerProvider().get("s").logRecordBuilder().setTimestamp(Instant.MAX).emit();
      logging
          .loggerProvider()
          .get("s")
          .logRecordBuilder()
          .setTimestamp(Long.MIN_VALUE, TimeUnit.DAYS)
          .emit();
    }

    assertThat(records)
        .extracting(LogRecord::epochNanos)
        .containsExactly(Long.MAX_VALUE, Long.MIN_VALUE);
  }
}
