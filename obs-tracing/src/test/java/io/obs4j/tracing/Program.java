package io.obs4j.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A random sequence of calls of the OpenTelemetry API, which can be made to any implementation. */
final class Program {

  private static final int SLOTS = 4;

  private record Step(String text, boolean elsewhere, Consumer<World> call) {

    @Override
    public String toString() {
      return elsewhere ? text + " on another thread" : text;
    }
  }

  private final SplittableRandom random;
  private final SpanLimits limits;
  private final boolean exceptions;
  private final List<Step> steps = new ArrayList<>();

  private Program(SplittableRandom random) {
    this.random = random;
    exceptions = random.nextBoolean();
    int attributes = random.nextInt(1, 8);
    limits =
        new SpanLimits(
            attributes,
            random.nextInt(5),
            random.nextInt(4),
            exceptions ? attributes : random.nextInt(4),
            random.nextInt(4),
            random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(12),
            SpanLimits.MOST_BYTES);
  }

  static Program random(SplittableRandom random) {
    Program program = new Program(random);
    int length = random.nextInt(5, 45);
    for (int i = 0; i < length; i++) {
      program.addStep();
    }
    return program;
  }

  SpanLimits limits() {
    return limits;
  }

  List<ExportedSpan> runOnSdk(ExecutorService otherThread) throws Exception {
    try (World.OfSdk world = new World.OfSdk(limits)) {
      run(world, otherThread);
      return world.exported();
    }
  }

  List<ExportedSpan> runOnOurs(ExecutorService otherThread, SpanLimits with) throws Exception {
    try (World.OfOurs world = new World.OfOurs(with)) {
      run(world, otherThread);
      return world.exported();
    }
  }

  private void run(World world, ExecutorService otherThread) throws Exception {
    for (Step step : steps) {
      if (step.elsewhere) {
        otherThread.submit(() -> step.call.accept(world)).get();
      } else {
        step.call.accept(world);
      }
    }
    world.finish(SLOTS);
  }

  private void add(String text, Consumer<World> call) {
    steps.add(new Step(text, random.nextInt(12) == 0, call));
  }

  private void addStep() {
    int slot = random.nextInt(SLOTS);
    switch (random.nextInt(14)) {
      case 0, 1 -> addStart(slot);
      case 2, 3, 4, 5 -> {
        String text = "set " + slot;
        switch (random.nextInt(7)) {
          case 0 -> {
            String key = name("s");
            String value = text();
            add(text + " " + key + "=" + value, w -> w.span(slot).setAttribute(key, value));
          }
          case 1 -> {
            String key = name("l");
            long value = random.nextLong();
            add(text + " " + key, w -> w.span(slot).setAttribute(key, value));
          }
          case 2 -> {
            String key = name("d");
            double value = random.nextDouble();
            add(text + " " + key, w -> w.span(slot).setAttribute(key, value));
          }
          case 3 -> {
            String key = name("b");
            boolean value = random.nextBoolean();
            add(text + " " + key, w -> w.span(slot).setAttribute(key, value));
          }
          case 4 -> {
            Attributes all = attributes();
            add(text + " all " + all, w -> all.forEach((k, v) -> set(w.span(slot), k, v)));
          }
          case 5 -> {
            AttributeKey<Long> key = AttributeKey.longKey(name("l"));
            int value = random.nextInt();
            add(text + " " + key, w -> w.span(slot).setAttribute(key, value));
          }
          default -> {
            AttributeKey<?> key = key();
            Object value = random.nextInt(15) == 0 ? null : value(key);
            add(text + " " + key + "=" + value, w -> set(w.span(slot), key, value));
          }
        }
      }
      case 6, 7 -> addEvent(slot);
      case 8 -> {
        SpanContext fixed = random.nextInt(3) == 0 ? null : context();
        int other = random.nextInt(SLOTS);
        Attributes some = attributes();
        Attributes facts = some.size() <= limits.attributesPerLink() ? some : null;
        add(
            "link " + slot + " to " + (fixed == null ? "slot " + other : fixed) + " " + facts,
            w -> {
              SpanContext target = fixed == null ? w.span(other).getSpanContext() : fixed;
              if (facts == null) {
                w.span(slot).addLink(target);
              } else {
                w.span(slot).addLink(target, facts);
              }
            });
      }
      case 9 -> {
        StatusCode code = List.of(StatusCode.values()).get(random.nextInt(3));
        String description = random.nextBoolean() ? text() : null;
        add(
            "status " + slot + " " + code + " " + description,
            w -> {
              if (description == null) {
                w.span(slot).setStatus(code);
              } else {
                w.span(slot).setStatus(code, description);
              }
            });
      }
      case 10 -> {
        String name = random.nextInt(10) == 0 ? null : text();
        add("rename " + slot + " " + name, w -> w.span(slot).updateName(name));
      }
      case 11 -> {
        Duration time = Duration.ofNanos(random.nextInt(3_000_000));
        add("wait " + time, w -> w.clock().advance(time));
      }
      case 12 -> {
        if (random.nextBoolean()) {
          steps.add(new Step("enter " + slot, false, w -> w.enter(slot)));
        } else {
          steps.add(new Step("leave", false, World::leave));
        }
      }
      default -> addEnd(slot);
    }
  }

  private void addStart(int slot) {
    String name = random.nextInt(15) == 0 ? null : text();
    List<Consumer<SpanBuilder>> settings = new ArrayList<>();
    StringBuilder text = new StringBuilder("start " + slot + " " + name);
    List<AttributeKey<?>> keys = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      AttributeKey<?> key = key();
      Object value = value(key);
      keys.add(key);
      values.add(value);
      text.append(' ').append(key).append('=').append(value);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      SpanContext target = context();
      Attributes facts = attributes();
      settings.add(b -> b.addLink(target, facts));
      text.append(" link ").append(target).append(facts);
    }
    if (random.nextBoolean()) {
      SpanKind kind = List.of(SpanKind.values()).get(random.nextInt(5));
      settings.add(b -> b.setSpanKind(kind));
    }
    if (random.nextInt(4) == 0) {
      long micros = random.nextLong(-10, 1_000_000_000_000_000L);
      settings.add(b -> b.setStartTimestamp(micros, TimeUnit.MICROSECONDS));
      text.append(" at ").append(micros);
    }
    int parentSlot = random.nextInt(SLOTS);
    SpanContext foreign = context();
    int parentKind = random.nextInt(6);
    text.append(" parent ").append(parentKind).append(' ').append(parentSlot).append(foreign);
    add(
        text.toString(),
        w -> {
          SpanBuilder builder = w.tracer().spanBuilder(name);
          for (int i = 0; i < keys.size(); i++) {
            setOn(builder, keys.get(i), values.get(i));
          }
          settings.forEach(setting -> setting.accept(builder));
          switch (parentKind) {
            case 0 -> builder.setNoParent();
            case 1, 2 -> builder.setParent(Context.root().with(w.span(parentSlot)));
            case 3 -> builder.setParent(Context.root().with(Span.wrap(foreign)));
            default -> {}
          }
          w.start(slot, builder);
        });
  }

  private void addEvent(int slot) {
    String name = random.nextInt(15) == 0 ? null : text();
    Attributes facts = attributes();
    long nanos = random.nextLong(1_000_000_000_000_000_000L);
    switch (random.nextInt(exceptions ? 8 : 6)) {
      case 0 -> add("event " + slot, w -> w.span(slot).addEvent(name));
      case 1 -> add("event " + slot + facts, w -> w.span(slot).addEvent(name, facts));
      case 2 ->
          add(
              "event " + slot + nanos,
              w -> w.span(slot).addEvent(name, nanos, TimeUnit.NANOSECONDS));
      case 3 ->
          add(
              "event " + slot,
              w -> w.span(slot).addEvent(name, facts, nanos, TimeUnit.NANOSECONDS));
      case 4 -> {
        Instant instant = Instant.ofEpochSecond(0, nanos);
        add("event " + slot + instant, w -> w.span(slot).addEvent(name, instant));
      }
      case 5 -> {
        Instant instant = Instant.ofEpochSecond(0, nanos);
        add("event " + slot + instant + facts, w -> w.span(slot).addEvent(name, facts, instant));
      }
      case 6 -> {
        Throwable exception = exception(0);
        add("exception " + slot + exception, w -> w.span(slot).recordException(exception));
      }
      default -> {
        Throwable exception = exception(0);
        add(
            "exception " + slot + exception + facts,
            w -> w.span(slot).recordException(exception, facts));
      }
    }
  }

  private void addEnd(int slot) {
    long nanos = random.nextLong(2_000_000_000_000_000_000L);
    switch (random.nextInt(5)) {
      case 0 ->
          add("end " + slot + " " + nanos, w -> w.span(slot).end(nanos, TimeUnit.NANOSECONDS));
      case 1 -> {
        Instant instant = Instant.ofEpochSecond(0, nanos);
        add("end " + slot + " " + instant, w -> w.span(slot).end(instant));
      }
      default -> add("end " + slot, w -> w.span(slot).end());
    }
  }

  @SuppressWarnings("unchecked") // Values are made for their keys.
  private static void set(Span span, AttributeKey<?> key, @Nullable Object value) {
    span.setAttribute((AttributeKey<Object>) key, value);
  }

  @SuppressWarnings("unchecked")
  private static void setOn(SpanBuilder builder, AttributeKey<?> key, Object value) {
    builder.setAttribute((AttributeKey<Object>) key, value);
  }

  private @Nullable Throwable exception(int depth) {
    if (depth == 0 && random.nextInt(12) == 0) {
      return null;
    }
    Throwable cause = depth < 2 && random.nextBoolean() ? exception(depth + 1) : null;
    String message = random.nextInt(4) == 0 ? null : text();
    Throwable exception =
        random.nextBoolean()
            ? new IllegalStateException(message, cause)
            : new IllegalArgumentException(message, cause);
    StackTraceElement[] trace = new StackTraceElement[random.nextInt(4)];
    for (int i = 0; i < trace.length; i++) {
      trace[i] = new StackTraceElement("a.B" + random.nextInt(2), "c", "B.java", i);
    }
    exception.setStackTrace(trace);
    return exception;
  }

  /** Few names of each type, so that they meet; now and then one to be ignored. */
  private String name(String type) {
    return random.nextInt(20) == 0 ? "" : type + random.nextInt(3);
  }

  private String text() {
    char[] chars = new char[random.nextInt(16)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (random.nextInt(8) == 0 ? random.nextInt(0xD000) : 'a' + i);
    }
    return new String(chars);
  }

  private AttributeKey<?> key() {
    return switch (random.nextInt(9)) {
      case 0 -> AttributeKey.stringKey(name("s"));
      case 1 -> AttributeKey.longKey(name("l"));
      case 2 -> AttributeKey.doubleKey(name("d"));
      case 3 -> AttributeKey.booleanKey(name("b"));
      case 4 -> AttributeKey.stringArrayKey(name("sa"));
      case 5 -> AttributeKey.longArrayKey(name("la"));
      case 6 -> AttributeKey.doubleArrayKey(name("da"));
      case 7 -> AttributeKey.booleanArrayKey(name("ba"));
      default -> AttributeKey.valueKey(name("v"));
    };
  }

  private Object value(AttributeKey<?> key) {
    return switch (key.getType()) {
      case STRING -> text();
      case LONG -> random.nextLong();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING_ARRAY -> Arrays.asList(text(), text(), random.nextBoolean() ? null : text());
      case LONG_ARRAY -> Arrays.asList(random.nextLong(), random.nextBoolean() ? null : 1L);
      case DOUBLE_ARRAY -> Arrays.asList(random.nextDouble(), 0.5);
      case BOOLEAN_ARRAY -> Arrays.asList(random.nextBoolean(), null, true);
      case VALUE -> any(0);
    };
  }

  private Value<?> any(int depth) {
    return switch (random.nextInt(depth < 2 ? 7 : 5)) {
      case 0 -> Value.of(text());
      case 1 -> Value.of(random.nextLong());
      case 2 -> Value.of(random.nextDouble());
      case 3 -> Value.of(random.nextBoolean());
      case 4 -> Value.of(new byte[random.nextInt(20)]);
      case 5 -> Value.of(List.of(any(depth + 1), any(depth + 1)));
      default -> Value.of(KeyValue.of("k", any(depth + 1)), KeyValue.of("l", any(depth + 1)));
    };
  }

  @SuppressWarnings("unchecked")
  private Attributes attributes() {
    AttributesBuilder builder = Attributes.builder();
    for (int i = random.nextInt(5); i > 0; i--) {
      AttributeKey<?> key = key();
      builder.put((AttributeKey<Object>) key, value(key));
    }
    return builder.build();
  }

  private SpanContext context() {
    if (random.nextInt(8) == 0) {
      return SpanContext.getInvalid();
    }
    String traceId = String.format("%016x%016x", random.nextLong(), random.nextLong());
    String spanId = String.format("%016x", random.nextLong());
    TraceFlags flags = TraceFlags.fromByte((byte) random.nextInt(4));
    TraceState state =
        random.nextBoolean()
            ? TraceState.getDefault()
            : TraceState.builder().put("vendor", "v" + random.nextInt(3)).build();
    return random.nextBoolean()
        ? SpanContext.create(traceId, spanId, flags, state)
        : SpanContext.createFromRemoteParent(traceId, spanId, flags, state);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(limits);
    steps.forEach(step -> text.append('\n').append(step));
    return text.toString();
  }
}
