package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.LogRecord;
import io.obs4j.logging.format.ContextFields;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.format.Masking;
import io.obs4j.logging.format.StackTraces;
import io.obs4j.logging.format.TestEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

class RecordMaskTest {

  private static final String SECRET = "4111111111111111";
  private static final AttributeKey<String> STACK_TRACE =
      AttributeKey.stringKey("exception.stacktrace");

  private final List<LogRecord> records = new ArrayList<>();
  private final KeptLines sink = new KeptLines();

  private Logging logging(LineFormat.Builder format, Map<String, String> variables) {
    Logging logging =
        Logging.builder()
            .format(format.build())
            .environment(Environment.of(variables, Diagnostics.create()))
            .sink(sink)
            .build();
    logging.records().subscribe(records::add);
    return logging;
  }

  private Logging masking() {
    return logging(
        LineFormat.ecs().toBuilder()
            .masking(Masking.builder().standard().keysKeepingLast(4, "account").build()),
        Map.of());
  }

  private static ContextFields context(String key, String value) {
    return new ContextFields() {
      @Override
      public int size() {
        return 1;
      }

      @Override
      public String key(int index) {
        return key;
      }

      @Override
      public String value(int index) {
        return value;
      }
    };
  }

  private LogRecord only() {
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private static String all(LogRecord record) {
    return record.eventName() + record.body() + record.attributes();
  }

  @Test
  void event_withASecretInEveryPosition_isMaskedAsItsLineIs() {
    TestEvent event = new TestEvent("card {}", SECRET);
    event.level = LogLevel.ERROR;
    event.keyValues.add(new KeyValuePair("text", "paid by " + SECRET));
    event.keyValues.add(new KeyValuePair("number", Long.valueOf(SECRET)));
    event.keyValues.add(new KeyValuePair("decimal", new BigDecimal(SECRET)));
    event.keyValues.add(new KeyValuePair("tree", Map.of("decimal", new BigDecimal(SECRET))));
    event.keyValues.add(new KeyValuePair("real", 2.5));
    event.keyValues.add(new KeyValuePair("object", List.of(SECRET)));
    event.keyValues.add(new KeyValuePair("api_key", "hunter2"));
    event.keyValues.add(new KeyValuePair("password", 1234567L));
    event.keyValues.add(new KeyValuePair("account", "DE1234567890"));
    event.keyValues.add(new KeyValuePair("harmless", 7L));
    event.context = context("session", SECRET);
    event.markers.add(new BasicMarkerFactory().getDetachedMarker("m " + SECRET));
    event.throwable = new IllegalStateException(SECRET, new RuntimeException("token=hunter2"));
    masking().log(event);

    LogRecord record = only();
    assertThat(all(record)).doesNotContain(SECRET, "hunter2", "1234567", "4.111");
    assertThat(record.attributes().get(AttributeKey.stringKey("decimal"))).isEqualTo("***");
    assertThat(record.attributes().get(AttributeKey.doubleKey("real"))).isEqualTo(2.5);
    assertThat(record.body()).isEqualTo(Value.of("card ***"));
    assertThat(record.attributes().get(AttributeKey.stringKey("text"))).isEqualTo("paid by ***");
    assertThat(record.attributes().get(AttributeKey.stringKey("number"))).isEqualTo("***");
    assertThat(record.attributes().get(AttributeKey.stringKey("password"))).isEqualTo("***");
    assertThat(record.attributes().get(AttributeKey.stringKey("account"))).isEqualTo("***7890");
    assertThat(record.attributes().get(AttributeKey.longKey("harmless"))).isEqualTo(7);
    assertThat(record.attributes().get(AttributeKey.stringKey("exception.message")))
        .isEqualTo("***");
    assertThat(record.attributes().get(STACK_TRACE))
        .contains("Caused by: java.lang.RuntimeException: token=***");
    assertThat(sink.lines.get(0)).doesNotContain(SECRET, "hunter2", "1234567");
  }

  @Test
  void otelRecord_withASecretInEveryPosition_isMaskedAsItsLineIs() {
    LogRecordBuilder builder = masking().loggerProvider().get("a").logRecordBuilder();
    builder
        .setEventName("event " + SECRET)
        .setBody(
            Value.of(
                KeyValue.of("password", Value.of("hunter2")),
                KeyValue.of("list", Value.of(Value.of(SECRET), Value.of(Long.parseLong(SECRET))))))
        .setAttribute(AttributeKey.stringArrayKey("texts"), List.of("a", SECRET))
        .setAttribute(AttributeKey.longArrayKey("numbers"), List.of(1L, Long.valueOf(SECRET)))
        .setAttribute(AttributeKey.longArrayKey("plain"), List.of(1L))
        .setAttribute(AttributeKey.stringArrayKey("cookie"), List.of("hunter2"))
        .setAttribute(
            AttributeKey.valueKey("tree"), Value.of(KeyValue.of("token", Value.of("hunter2"))))
        .setException(new IllegalStateException(SECRET))
        .emit();

    LogRecord record = only();
    assertThat(all(record)).doesNotContain(SECRET, "hunter2");
    assertThat(record.attributes().get(AttributeKey.stringArrayKey("numbers")))
        .containsExactly("1", "***");
    assertThat(record.attributes().get(AttributeKey.longArrayKey("plain"))).containsExactly(1L);
    assertThat(record.body()).isSameAs(record.body());
    assertThat(sink.lines.get(0)).doesNotContain(SECRET, "hunter2");
  }

  @Test
  void withoutMaskingAndLimits_theRecordIsHandedOnAsItIs() {
    Logging logging = logging(LineFormat.ecs().toBuilder().masking(Masking.none()), Map.of());
    logging.log(new TestEvent("a {}", SECRET));

    assertThat(only()).isInstanceOf(LoggedEvent.class);
    assertThat(only().body()).isEqualTo(Value.of("a " + SECRET));
  }

  @Test
  void byDefault_theValuesOfWellKnownKeysAreMasked() {
    TestEvent event = new TestEvent("a " + SECRET);
    event.keyValues.add(new KeyValuePair("Authorization", "hunter2"));
    event.keyValues.add(new KeyValuePair("order.id", SECRET));
    logging(LineFormat.ecs().toBuilder(), Map.of()).log(event);

    assertThat(only().attributes().get(AttributeKey.stringKey("Authorization"))).isEqualTo("***");
    assertThat(only().attributes().get(AttributeKey.stringKey("order.id"))).isEqualTo(SECRET);
    assertThat(sink.lines.get(0)).contains("\"Authorization\":\"***\"", "a " + SECRET);
  }

  @Test
  void stackTrace_thatTheProgramGives_isMaskedAndDoesNotReplaceTheRealOne() {
    TestEvent event = new TestEvent("a");
    event.context = context("exception.stacktrace", "of the context " + SECRET);
    Logging logging = masking();
    logging.log(event);
    event.context = context("thread.name", "forged");
    event.keyValues.add(new KeyValuePair("exception.stacktrace", "given " + SECRET));
    event.keyValues.add(new KeyValuePair("exception.type", "forged"));
    event.throwable = new IllegalStateException("real");
    logging.log(event);
    logging
        .loggerProvider()
        .get("a")
        .logRecordBuilder()
        .setAttribute(STACK_TRACE, "given " + SECRET)
        .setException(new IllegalStateException("real"))
        .emit();

    assertThat(records.get(0).attributes().get(STACK_TRACE)).isEqualTo("of the context ***");
    assertThat(records.get(1).attributes().get(STACK_TRACE))
        .startsWith("java.lang.IllegalStateException: real\n\tat ");
    assertThat(records.get(1).attributes().get(AttributeKey.stringKey("exception.type")))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(records.get(1).attributes().get(AttributeKey.stringKey("thread.name")))
        .isEqualTo("main");
    assertThat(records.get(2).attributes().get(STACK_TRACE)).isEqualTo("given ***");
  }

  @Test
  void stackTrace_hasTheFormOfTheFormatAndItsBound() {
    StackTraces form = StackTraces.builder().rootCauseFirst().bytes(512).build();
    TestEvent event = new TestEvent("a");
    event.throwable = new IllegalStateException("outer", new RuntimeException("inner"));
    logging(LineFormat.ecs().toBuilder().stackTraces(form), Map.of()).log(event);

    assertThat(only().attributes().get(STACK_TRACE))
        .startsWith("java.lang.RuntimeException: inner\n\tat ")
        .contains("... cut at 512 bytes")
        .hasSizeLessThanOrEqualTo(512);
  }

  @Test
  void limits_ofTheEnvironment_holdForEventsAndRecords() {
    Logging logging =
        logging(
            LineFormat.ecs().toBuilder(),
            Map.of(
                "OTEL_ATTRIBUTE_COUNT_LIMIT", "1",
                "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT", "2",
                "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", "3"));
    TestEvent event = new TestEvent("message");
    event.context = context("c", "abcdef");
    for (String key : new String[] {"a", "b"}) {
      event.keyValues.add(new KeyValuePair(key, "ab\ud83d\ude00"));
    }
    logging.log(event);
    LogRecordBuilder builder = logging.loggerProvider().get("a").logRecordBuilder();
    for (String key : new String[] {"a", "b", "c"}) {
      builder.setAttribute(AttributeKey.stringArrayKey(key), List.of("abcd"));
    }
    builder.emit();

    LogRecord first = records.get(0);
    assertThat(first.body()).isEqualTo(Value.of("message"));
    assertThat(first.attributes().get(AttributeKey.stringKey("a"))).isEqualTo("ab");
    assertThat(first.attributes().get(AttributeKey.stringKey("c"))).isNull();
    assertThat(first.droppedAttributes()).isEqualTo(1);
    LogRecord second = records.get(1);
    assertThat(second.droppedAttributes()).isEqualTo(1);
    assertThat(second.attributes().get(AttributeKey.stringArrayKey("b"))).containsExactly("abc");
  }

  @Test
  void secret_thatTheLengthCuts_isMaskedFirst() {
    TestEvent event = new TestEvent("a");
    event.keyValues.add(new KeyValuePair("text", SECRET));
    logging(
            LineFormat.ecs().toBuilder().masking(Masking.standard()),
            Map.of("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "8"))
        .log(event);

    assertThat(only().attributes().get(AttributeKey.stringKey("text"))).isEqualTo("***");
  }
}
