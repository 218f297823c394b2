package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import co.elastic.logging.logback.EcsEncoder;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

/**
 * The named formats beside their reference encoders: the same event, the same keys, types and
 * values.
 */
class NamedFormatsTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:04:05.123456789Z");
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  private final StrictReader reader = new StrictReader();
  private final Resource resource =
      Resource.builder().service("orders", "1.4.2").attribute("host.name", "h1").build();
  private final RuntimeException failure = new IllegalStateException("no \"stock\"");

  private TestEvent event() {
    TestEvent event = new TestEvent().message("order {} of {}", 17, "ann\n").context(context());
    event.epochNanos = TIME.getEpochSecond() * 1_000_000_000 + TIME.getNano();
    event.throwable = failure;
    event.caller = new StackTraceElement("com.acme.Orders", "place", "Orders.java", 42);
    return event;
  }

  private static Map<String, String> context() {
    Map<String, String> context = new LinkedHashMap<>();
    context.put("user.id", "u1");
    context.put("tenant", "acmé");
    return context;
  }

  private Map<String, Object> ours(LineFormat format, LogEvent event) {
    ByteSink out = new ByteSink(64);
    format.encoder(resource, Diagnostics.create()).encode(event, out);
    return reader.read(out);
  }

  private static LineFormat withCaller(LineFormat format) {
    return format.toBuilder().caller(true).build();
  }

  private LoggingEvent logbackEvent(LoggerContext context, Level level) {
    LoggingEvent event =
        new LoggingEvent(
            "fqcn",
            context.getLogger("com.acme.Orders"),
            level,
            "order {} of {}",
            failure,
            new Object[] {17, "ann\n"});
    event.setInstant(TIME);
    event.setThreadName("main");
    event.setMDCPropertyMap(context());
    event.setCallerData(
        new StackTraceElement[] {
          new StackTraceElement("com.acme.Orders", "place", "Orders.java", 42)
        });
    return event;
  }

  private Map<String, Object> logback(
      Encoder<ILoggingEvent> encoder, LoggerContext context, LoggingEvent event) {
    ((EncoderBase<ILoggingEvent>) encoder).setContext(context);
    encoder.start();
    byte[] line = encoder.encode(event);
    String text = new String(line, StandardCharsets.UTF_8).stripTrailing() + "\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, bytes.length);
  }

  private Map<String, Object> log4j(String template, org.apache.logging.log4j.Level level) {
    SortedArrayStringMap context = new SortedArrayStringMap();
    context().forEach(context::putValue);
    if (template.equals("GcpLayout")) {
      context.putValue("trace_id", TRACE_ID);
      context.putValue("span_id", SPAN_ID);
    }
    MutableInstant time = new MutableInstant();
    time.initFromEpochSecond(TIME.getEpochSecond(), TIME.getNano());
    Log4jLogEvent event =
        Log4jLogEvent.newBuilder()
            .setLoggerName("com.acme.Orders")
            .setLevel(level)
            .setMessage(new SimpleMessage("order 17 of ann\n"))
            .setThrown(failure)
            .setThreadName("main")
            .setInstant(time)
            .setContextData(context)
            .setIncludeLocation(true)
            .setSource(new StackTraceElement("com.acme.Orders", "place", "Orders.java", 42))
            .build();
    JsonTemplateLayout layout =
        JsonTemplateLayout.newBuilder()
            .setConfiguration(new DefaultConfiguration())
            .setEventTemplateUri("classpath:" + template + ".json")
            .setLocationInfoEnabled(true)
            .build();
    byte[] line =
        (layout.toSerializable(event).stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8);
    return reader.read(line, line.length);
  }

  private static void movesToTop(Map<String, Object> line, String key) {
    if (line.remove(key) instanceof Map<?, ?> members) {
      members.forEach((name, value) -> line.put((String) name, value));
    }
  }

  /** Traces have the same lines, but for their ends. */
  private static void assertSameTrace(Object ours, Object theirs) {
    assertThat(ours.toString().lines().toList()).isEqualTo(theirs.toString().lines().toList());
  }

  @ParameterizedTest
  @EnumSource(LogLevel.class)
  void ecs_besideEcsLogging_isTheSame(LogLevel level) {
    LoggerContext context = new LoggerContext();
    EcsEncoder encoder = new EcsEncoder();
    encoder.setServiceName("orders");
    encoder.setServiceVersion("1.4.2");
    encoder.setIncludeMarkers(true);
    encoder.setIncludeOrigin(true);
    TestEvent event = event();
    event.level = level;
    LoggingEvent theirs = logbackEvent(context, Level.convertAnSLF4JLevel(level.slf4j()));
    event.markers.add(new BasicMarkerFactory().getMarker("PAYMENT"));
    theirs.addMarker(event.markers.get(0));

    Map<String, Object> expected = logback(encoder, context, theirs);
    Map<String, Object> actual = ours(withCaller(LineFormat.ecs()), event);

    assertSameTrace(actual.remove("error.stack_trace"), expected.remove("error.stack_trace"));
    if (level == LogLevel.FATAL) {
      expected.put("log.level", "FATAL");
    }
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(LogLevel.class)
  void logstash_besideLogstashEncoder_isTheSame(LogLevel level) {
    LoggerContext context = new LoggerContext();
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setTimeZone("UTC");
    encoder.setIncludeCallerData(true);
    TestEvent event = event().keyValue("amount", 12.5).keyValue("items", List.of(1, "two"));
    event.level = level;
    event.markers.add(new BasicMarkerFactory().getMarker("PAYMENT"));
    LoggingEvent theirs = logbackEvent(context, Level.convertAnSLF4JLevel(level.slf4j()));
    theirs.addMarker(event.markers.get(0));
    theirs.setKeyValuePairs(
        List.of(new KeyValuePair("amount", 12.5), new KeyValuePair("items", List.of(1, "two"))));

    Map<String, Object> expected = logback(encoder, context, theirs);
    Map<String, Object> actual = ours(withCaller(LineFormat.logstash()), event);

    assertSameTrace(actual.remove("stack_trace"), expected.remove("stack_trace"));
    assertThat(OffsetDateTime.parse((String) actual.remove("@timestamp")))
        .isEqualTo(OffsetDateTime.parse((String) expected.remove("@timestamp")));
    if (level == LogLevel.FATAL) {
      expected.put("level", "FATAL");
      expected.put("level_value", 50_000);
    }
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(LogLevel.class)
  void gelf_besideLog4j_isTheSame(LogLevel level) {
    TestEvent event = event();
    event.level = level;

    Map<String, Object> expected =
        log4j("GelfLayout", org.apache.logging.log4j.Level.valueOf(level.name()));
    Map<String, Object> actual = ours(LineFormat.gelf(), event);

    expected.put("host", "h1");
    expected.put("_service", "orders");
    assertSameTrace(actual.remove("full_message"), expected.remove("full_message"));
    assertThat(((Number) actual.remove("timestamp")).doubleValue())
        .isCloseTo(
            ((Number) expected.remove("timestamp")).doubleValue(),
            org.assertj.core.data.Offset.offset(0.001));
    movesToTop(expected, "_mdc");
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(LogLevel.class)
  void googleCloud_besideLog4j_isTheSame(LogLevel level) {
    TestEvent event = event();
    event.level = level;
    event.span =
        SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault());

    Map<String, Object> expected =
        log4j("GcpLayout", org.apache.logging.log4j.Level.valueOf(level.name()));
    Map<String, Object> actual = ours(withCaller(LineFormat.googleCloud()), event);

    assertSameTrace(actual.remove("exception"), expected.remove("exception"));
    // Theirs has the ids of the context as labels, too, and the stack trace within the message.
    Map<?, ?> labels = (Map<?, ?>) expected.get("logging.googleapis.com/labels");
    labels.remove("trace_id");
    labels.remove("span_id");
    assertThat(expected.remove("message").toString())
        .startsWith(actual.remove("message").toString());
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void openTelemetry_event_isWhatTheDataModelSays() {
    TestEvent event = event().keyValue("amount", 12.5);
    event.level = LogLevel.WARN;
    event.eventName = "order.refused";
    event.span =
        SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault());

    Map<String, Object> actual = ours(withCaller(LineFormat.openTelemetry()), event);

    Map<?, ?> attributes = (Map<?, ?>) actual.remove("Attributes");
    assertThat(attributes.remove("exception.stacktrace").toString())
        .startsWith("java.lang.IllegalStateException: no \"stock\"\n\tat ");
    assertThat(attributes)
        .isEqualTo(
            Map.of(
                "thread.name", "main",
                "code.function.name", "com.acme.Orders.place",
                "code.file.path", "Orders.java",
                "code.line.number", 42,
                "exception.type", "java.lang.IllegalStateException",
                "exception.message", "no \"stock\"",
                "user.id", "u1",
                "tenant", "acmé",
                "amount", 12.5));
    assertThat(actual)
        .isEqualTo(
            Map.of(
                "Timestamp",
                "1767225845123456789",
                "SeverityText",
                "WARN",
                "SeverityNumber",
                13,
                "Body",
                "order 17 of ann\n",
                "TraceId",
                TRACE_ID,
                "SpanId",
                SPAN_ID,
                "TraceFlags",
                "01",
                "EventName",
                "order.refused",
                "InstrumentationScope",
                Map.of("Name", "com.acme.Orders"),
                "Resource",
                Map.of("service.name", "orders", "service.version", "1.4.2", "host.name", "h1")));
  }
}
