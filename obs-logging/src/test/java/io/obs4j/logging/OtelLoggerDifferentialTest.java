package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.LogRecord;
import io.obs4j.logging.format.LogLevel;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Random programs over the OpenTelemetry API, on us and on the SDK. Left out are two attributes of
 * one name and different types: the SDK counts both, and shows one.
 */
class OtelLoggerDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 10_000);
  private static final String[] TEXTS = {"", "a", "paid {}", "\ud83d\udc20", "\ud800", "x\ny"};
  private static final Severity[] SEVERITIES = Severity.values();

  /** What both sides are compared by. The observed time is a clock's, unless it was given. */
  private static List<Object> facts(LogRecord record, boolean withObserved) {
    List<Object> facts = new ArrayList<>();
    facts.add(record.epochNanos());
    facts.add(withObserved ? record.observedEpochNanos() : 0L);
    facts.add(record.severity());
    facts.add(record.severityText());
    facts.add(record.eventName());
    facts.add(String.valueOf(record.body()));
    facts.add(record.attributes());
    facts.add(record.droppedAttributes());
    facts.add(record.traceIdHex() + record.spanIdHex() + record.flags());
    facts.add(record.scope().name() + '|' + record.scope().version());
    facts.add(record.scope().schemaUrl());
    return facts;
  }

  private static List<Object> facts(LogRecordData data, boolean withObserved) {
    List<Object> facts = new ArrayList<>();
    facts.add(data.getTimestampEpochNanos());
    facts.add(withObserved ? data.getObservedTimestampEpochNanos() : 0L);
    facts.add(data.getSeverity());
    facts.add(data.getSeverityText() == null ? "" : data.getSeverityText());
    facts.add(data.getEventName() == null ? "" : data.getEventName());
    facts.add(String.valueOf(data.getBodyValue()));
    facts.add(data.getAttributes());
    facts.add(data.getTotalAttributeCount() - data.getAttributes().size());
    SpanContext span = data.getSpanContext();
    facts.add(span.getTraceId() + span.getSpanId() + span.getTraceFlags());
    String version = data.getInstrumentationScopeInfo().getVersion();
    facts.add(
        data.getInstrumentationScopeInfo().getName() + '|' + (version == null ? "" : version));
    String schemaUrl = data.getInstrumentationScopeInfo().getSchemaUrl();
    facts.add(schemaUrl == null ? "" : schemaUrl);
    return facts;
  }

  /** One program: the same calls on whatever builder it is run on. */
  private record Program(long seed) {

    boolean setsObserved() {
      return new SplittableRandom(seed).nextInt(2) == 0;
    }

    void run(LoggerProvider provider) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean observed = random.nextInt(2) == 0;
      var logger = provider.loggerBuilder("scope" + random.nextInt(3));
      if (random.nextInt(2) == 0) {
        logger.setInstrumentationVersion("1." + random.nextInt(3)).setSchemaUrl("https://s");
      }
      LogRecordBuilder builder = logger.build().logRecordBuilder();
      if (observed) {
        builder.setObservedTimestamp(random.nextLong(1, 1L << 60), TimeUnit.NANOSECONDS);
      }
      for (int steps = random.nextInt(12); steps > 0; steps--) {
        step(random, builder);
      }
      if (random.nextInt(20) == 0) {
        for (int i = 0; i < 140; i++) {
          builder.setAttribute("many" + i, i);
        }
      }
      builder.emit();
    }

    private static void step(SplittableRandom random, LogRecordBuilder builder) {
      String text = TEXTS[random.nextInt(TEXTS.length)];
      switch (random.nextInt(11)) {
        case 0 -> builder.setTimestamp(random.nextLong(1L << 50), TimeUnit.MICROSECONDS);
        case 1 -> builder.setTimestamp(Instant.ofEpochSecond(random.nextInt(1 << 30), 17));
        case 2 -> builder.setSeverity(SEVERITIES[random.nextInt(SEVERITIES.length)]);
        case 3 -> builder.setSeverityText(text);
        case 4 -> builder.setBody(text);
        case 5 -> builder.setBody(Value.of(KeyValue.of("k", Value.of(random.nextInt()))));
        case 6 -> builder.setEventName(text);
        case 7 -> builder.setContext(context(random));
        case 8 -> builder.setAttribute(AttributeKey.stringKey("key" + random.nextInt(4)), text);
        case 9 ->
            builder.setAllAttributes(
                Attributes.builder()
                    .put("longs", random.nextLong(), 2)
                    .put("double" + random.nextInt(4), random.nextDouble())
                    .build());
        default -> builder.setAttribute("flag" + random.nextInt(3), random.nextBoolean());
      }
    }

    private static Context context(SplittableRandom random) {
      SpanContext span =
          SpanContext.create(
              String.format("%016x%016x", random.nextLong(), random.nextLong()),
              String.format("%016x", random.nextLong()),
              random.nextBoolean() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
              TraceState.getDefault());
      return Context.root().with(Span.wrap(span));
    }
  }

  @Test
  void anyProgram_givesTheRecordOfTheSdk() {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    System.out.println("OtelLoggerDifferentialTest: -Dobs4j.seed=" + seed);
    InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();
    List<LogRecord> ours = new ArrayList<>();
    try (SdkLoggerProvider sdk =
            SdkLoggerProvider.builder()
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build();
        Logging logging = Logging.builder().level(LogLevel.TRACE).sink(new KeptLines()).build()) {
      logging.records().subscribe(ours::add);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < PROGRAMS; i++) {
        Program program = new Program(random.nextLong());
        ours.clear();
        exporter.reset();

        program.run(logging.loggerProvider());
        program.run(sdk);

        boolean observed = program.setsObserved();
        assertThat(facts(ours.get(0), observed))
            .as("program %d of seed %d", i, seed)
            .isEqualTo(facts(exporter.getFinishedLogRecordItems().get(0), observed));
      }
    }
  }

  @Test
  void exception_givesTheAttributesOfTheSdk() {
    InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();
    List<LogRecord> ours = new ArrayList<>();
    Exception thrown = new IllegalStateException("planted", new RuntimeException("cause"));
    try (SdkLoggerProvider sdk =
            SdkLoggerProvider.builder()
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build();
        Logging logging = Logging.builder().sink(new KeptLines()).build()) {
      logging.records().subscribe(ours::add);
      for (LoggerProvider provider : List.of(logging.loggerProvider(), sdk)) {
        provider.get("scope").logRecordBuilder().setException(thrown).emit();
        provider
            .get("scope")
            .logRecordBuilder()
            .setAttribute("exception.message", "told otherwise")
            .setException(thrown)
            .emit();
      }

      List<LogRecordData> theirs = exporter.getFinishedLogRecordItems();
      assertThat(ours).hasSize(2);
      for (int i = 0; i < 2; i++) {
        assertThat(ours.get(i).attributes()).isEqualTo(theirs.get(i).getAttributes());
      }
    }
  }
}
