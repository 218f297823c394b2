package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Spans and log records of all shapes, out of a source of numbers and texts. */
final class RandomRecords {

  private static final List<String> KEYS =
      List.of(
          "http.request.method", "server.port", "order", "é😀", "k".repeat(200), "€".repeat(20));
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "GET",
          "é€😀",
          "\"\\\b\n\u0000",
          "\u2028",
          "0123456789abcdef",
          "a text that is longer than most, to be copied as a whole",
          "a text that is longer than most, and ends with an ü",
          "ü".repeat(130));
  private static final double[] DOUBLES = {
    0, -0.0, 1.5, 1e300, -4.9e-324, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private final Random random;
  private final Supplier<String> texts;
  private final List<InstrumentationScope> scopes;

  /** Records whose texts come from a few that are known to be hard. */
  RandomRecords(long seed) {
    random = new Random(seed);
    texts = () -> pick(TEXTS);
    scopes = List.of(scope(), scope(), scope());
  }

  /** Records whose texts come from somewhere else. */
  RandomRecords(long seed, Supplier<String> texts) {
    this.random = new Random(seed);
    this.texts = texts;
    scopes = List.of(scope(), scope(), scope());
  }

  /** One that OpenTelemetry takes too: its keys are ASCII, and its values of few types. */
  Resource resource() {
    Attributes facts =
        Attributes.builder()
            .put(Resource.SERVICE_NAME, texts.get())
            .put("process.pid", integer())
            .put("process.command_args", texts.get(), texts.get())
            .build();
    return new Resource(
        random.nextBoolean() ? facts : Attributes.empty(), pick(List.of("", "https://schema/1")));
  }

  private InstrumentationScope scope() {
    return new InstrumentationScope(
        texts.get(), texts.get(), pick(List.of("", "https://schema/2")), attributes(2, 1));
  }

  FinishedSpan span() {
    boolean root = random.nextBoolean();
    StatusCode status = pick(List.of(StatusCode.values()));
    long start = time();
    return new FinishedSpan(
        random.nextBoolean() ? random.nextLong() : 0,
        id(),
        id(),
        root ? 0 : id(),
        !root && random.nextBoolean(),
        flags(),
        state(),
        pick(scopes),
        texts.get(),
        pick(List.of(SpanKind.values())),
        start,
        random.nextInt(4) == 0 ? time() : start + random.nextInt(Integer.MAX_VALUE),
        status,
        status == StatusCode.ERROR ? texts.get() : "",
        attributes(8, 3),
        some(4, i -> new SpanEvent(time(), texts.get(), attributes(3, 2), count())),
        some(3, i -> new SpanLink(context(), attributes(2, 1), count())),
        count(),
        count(),
        count());
  }

  FinishedLog log() {
    boolean within = random.nextBoolean();
    return new FinishedLog(
        random.nextInt(3) == 0 ? 0 : time(),
        time(),
        pick(List.of(Severity.values())),
        texts.get(),
        pick(scopes),
        texts.get(),
        random.nextInt(8) == 0 ? null : value(3),
        attributes(8, 3),
        count(),
        within ? random.nextLong() : 0,
        within ? id() : 0,
        within ? id() : 0,
        within ? flags() : TraceFlags.getDefault());
  }

  private SpanContext context() {
    String traceId = TraceId.fromLongs(random.nextLong(), id());
    String spanId = SpanId.fromLong(id());
    return random.nextBoolean()
        ? SpanContext.create(traceId, spanId, flags(), state())
        : SpanContext.createFromRemoteParent(traceId, spanId, flags(), state());
  }

  private TraceFlags flags() {
    return TraceFlags.fromByte((byte) random.nextInt(4));
  }

  private TraceState state() {
    return random.nextBoolean()
        ? TraceState.getDefault()
        : TraceState.builder().put("b", "2").put("a", "1").build();
  }

  private long id() {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }

  private int count() {
    return random.nextInt(3) == 0 ? random.nextInt(1_000_000) : 0;
  }

  private long time() {
    return random.nextInt(8) == 0
        ? random.nextLong()
        : 1_700_000_000_000_000_000L + random.nextInt();
  }

  Attributes attributes(int most, int depth) {
    AttributesBuilder builder = Attributes.builder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      put(builder, random.nextInt(3) == 0 ? 'k' + texts.get() : pick(KEYS), depth);
    }
    return builder.build();
  }

  private void put(AttributesBuilder builder, String key, int depth) {
    switch (random.nextInt(9)) {
      case 0 -> builder.put(key, random.nextBoolean());
      case 1 -> builder.put(key, integer());
      case 2 -> builder.put(key, aDouble());
      case 3 -> builder.put(key, texts.get(), texts.get());
      case 4 -> builder.put(key, aDouble(), aDouble());
      case 5 -> builder.put(key, integer(), integer(), integer());
      case 6 -> builder.put(key, true, random.nextBoolean());
      case 7 -> builder.put(AttributeKey.valueKey(key), value(depth));
      default -> builder.put(key, texts.get());
    }
  }

  private long integer() {
    return random.nextBoolean() ? random.nextLong() : random.nextInt(70_000);
  }

  private Value<?> value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> Value.of(random.nextBoolean());
      case 1 -> Value.of(integer());
      case 2 -> Value.of(aDouble());
      case 3 -> Value.of(new byte[] {1, -1, (byte) random.nextInt()});
      case 4 -> Value.empty();
      case 5 -> Value.of(texts.get());
      case 6 -> Value.of(List.of(value(depth - 1), value(depth - 1)));
      default ->
          Value.of(KeyValue.of(texts.get(), value(depth - 1)), KeyValue.of("k", value(depth - 1)));
    };
  }

  private double aDouble() {
    return random.nextBoolean()
        ? Double.longBitsToDouble(random.nextLong())
        : DOUBLES[random.nextInt(DOUBLES.length)];
  }

  private <T> List<T> some(int below, IntFunction<T> maker) {
    return IntStream.range(0, random.nextInt(below)).mapToObj(maker).toList();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
