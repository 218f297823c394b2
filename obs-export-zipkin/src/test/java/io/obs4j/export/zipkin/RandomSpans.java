package io.obs4j.export.zipkin;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Spans of all shapes, out of a source of numbers and texts. */
final class RandomSpans {

  private static final List<String> KEYS =
      List.of(
          "peer.service",
          "server.address",
          "network.peer.address",
          "network.peer.port",
          "net.sock.peer.addr",
          "net.sock.peer.port",
          "db.name",
          "error",
          "otel.status_code",
          "otel.scope.name",
          "otlp.link.0",
          "order",
          "é😀");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "false",
          "é€😀",
          "\"\\\b\n\u0000",
          "\uD83D",
          "\uDBFF",
          "x\uDE00y",
          "10.0.0.1",
          "\u2028");
  private static final double[] DOUBLES = {
    0, -0.0, 1.5, 1e300, -4.9e-324, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private final Random random;
  private final Supplier<String> texts;

  /** Spans whose texts come from a few that are known to be hard. */
  RandomSpans(long seed) {
    random = new Random(seed);
    texts = () -> pick(TEXTS);
  }

  /** Spans whose texts come from somewhere else. */
  RandomSpans(long seed, Supplier<String> texts) {
    this.random = new Random(seed);
    this.texts = texts;
  }

  FinishedSpan next() {
    FinishedSpan span = new FinishedSpan();
    span.traceIdHigh = random.nextBoolean() ? random.nextLong() : 0;
    span.traceIdLow = idNotZero();
    span.spanId = idNotZero();
    span.parentSpanId = random.nextBoolean() ? idNotZero() : 0;
    span.name = texts.get();
    span.kind = pick(List.of(SpanKind.values()));
    span.startEpochNanos = time();
    span.endEpochNanos = random.nextInt(4) == 0 ? time() : span.startEpochNanos + random.nextInt();
    span.status = pick(List.of(StatusCode.values()));
    span.statusDescription = span.status == StatusCode.ERROR ? texts.get() : "";
    span.scope = new InstrumentationScope(texts.get(), texts.get(), "", attributes(2, 0));
    span.attributes = attributes(8, 3);
    span.droppedAttributes = count();
    span.droppedEvents = count();
    span.droppedLinks = count();
    span.events = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      span.events.add(new SpanEvent(time(), texts.get(), attributes(3, 2), count()));
    }
    span.links = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      span.links.add(new SpanLink(context(), attributes(2, 1), count()));
    }
    return span;
  }

  private SpanContext context() {
    FinishedSpan target = new FinishedSpan();
    target.traceIdLow = idNotZero();
    target.spanId = idNotZero();
    TraceState state =
        random.nextBoolean()
            ? TraceState.getDefault()
            : TraceState.builder().put("b", "2").put("a", "1").build();
    return SpanContext.create(
        target.traceIdHex(), target.spanIdHex(), TraceFlags.getSampled(), state);
  }

  private long idNotZero() {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }

  private int count() {
    return random.nextInt(3) == 0 ? random.nextInt(Integer.MAX_VALUE) : 0;
  }

  private long time() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt(3_000);
      default -> 1_700_000_000_000_000_000L + random.nextInt();
    };
  }

  private Attributes attributes(int most, int depth) {
    AttributesBuilder builder = Attributes.builder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      put(builder, random.nextInt(3) == 0 ? 'k' + texts.get() : pick(KEYS), depth);
    }
    return builder.build();
  }

  private void put(AttributesBuilder builder, String key, int depth) {
    switch (random.nextInt(8)) {
      case 0 -> builder.put(key, random.nextBoolean());
      case 1 -> builder.put(key, random.nextBoolean() ? random.nextLong() : random.nextInt(70_000));
      case 2 -> builder.put(key, aDouble());
      case 3 -> builder.put(key, texts.get(), texts.get());
      case 4 -> builder.put(key, aDouble(), aDouble());
      case 5 -> builder.put(AttributeKey.valueKey(key), value(depth));
      default -> builder.put(key, texts.get());
    }
  }

  private Value<?> value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> Value.of(random.nextBoolean());
      case 1 -> Value.of(random.nextLong());
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

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
