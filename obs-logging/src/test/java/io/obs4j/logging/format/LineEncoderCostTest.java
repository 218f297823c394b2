package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What encoding allocates on the thread that logs. */
class LineEncoderCostTest {

  private static final int CALLS = 20_000;

  /** Bytes a line: of what meets others in a cache, some is made again. */
  private static final int MOST_OF_MANY = 20;

  private final Resource resource =
      Resource.builder().service("orders", "1").attribute("host.name", "h").build();
  private final ByteSink out = new ByteSink(4_096);

  /** A span context with its ids as numbers, as our tracer's. */
  private record NumericSpan(long traceIdHigh, long traceIdLow, long spanId)
      implements SpanContext, SpanIds {

    @Override
    public String getTraceId() {
      throw new AssertionError("a text of the trace id");
    }

    @Override
    public String getSpanId() {
      throw new AssertionError("a text of the span id");
    }

    @Override
    public TraceFlags getTraceFlags() {
      return TraceFlags.getSampled();
    }

    @Override
    public TraceState getTraceState() {
      return TraceState.getDefault();
    }

    @Override
    public boolean isRemote() {
      return false;
    }

    @Override
    public boolean isValid() {
      return true;
    }
  }

  private static LineFormat format(String name) {
    return switch (name) {
      case "logstash" -> LineFormat.logstash();
      case "gelf" -> LineFormat.gelf();
      case "googleCloud" -> LineFormat.googleCloud();
      case "openTelemetry" -> LineFormat.openTelemetry();
      case "nested" -> LineFormat.ecs().toBuilder().nested(true).build();
      case "masked" -> LineFormat.ecs().toBuilder().masking(Masking.standard()).build();
      default -> LineFormat.ecs();
    };
  }

  private static TestEvent event() {
    Map<String, String> context = new LinkedHashMap<>();
    context.put("request.id", "8c1f");
    context.put("user.id", "u-1187");
    context.put("tenant", "acme");
    TestEvent event =
        new TestEvent()
            .message("Order {} placed by {}", 4711, "ann")
            .context(context)
            .keyValue("order.amount", 129.95)
            .keyValue("order.items", 3);
    event.span = new NumericSpan(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L);
    return event;
  }

  private double bytesPerLine(LineEncoder encoder, TestEvent event) {
    return bytesPerLine(encoder, () -> event, 0);
  }

  private double bytesPerLine(LineEncoder encoder, Supplier<TestEvent> events, double most) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    double least = Double.MAX_VALUE;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    for (int round = 0; round < 5 || (least > most && System.nanoTime() < deadline); round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        out.reset();
        TestEvent event = events.get();
        event.epochNanos += 1_234_567;
        encoder.encode(event, out);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, (double) bytes / CALLS);
    }
    return least;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ecs", "logstash", "gelf", "googleCloud", "openTelemetry", "nested", "masked"})
  void encode_parametersContextKeyValuesAndSpan_allocatesNothing(String name) {
    LineEncoder encoder = format(name).encoder(resource, Diagnostics.create());

    assertThat(bytesPerLine(encoder, event())).isZero();
    new StrictReader().read(out);
  }

  @Test
  void encode_messageWithoutArguments_allocatesNothing() {
    LineEncoder encoder = LineFormat.ecs().encoder(resource, Diagnostics.create());

    assertThat(bytesPerLine(encoder, new TestEvent().message("Orders are é open"))).isZero();
  }

  /** As many as a larger service has; a few of them meet in one place of a cache. */
  @ParameterizedTest
  @ValueSource(strings = {"ecs", "openTelemetry"})
  void encode_hundredsOfLoggersAndTemplates_allocatesNextToNothing(String name) {
    LineEncoder encoder = format(name).encoder(resource, Diagnostics.create());
    TestEvent[] events = new TestEvent[300];
    for (int i = 0; i < events.length; i++) {
      events[i] = event();
      events[i].logger =
          "com.acme.shop.module" + i % 17 + ".Service" + Integer.toString(i * 7_919, 36);
      events[i].message = "message number " + i + " of {} by {}";
    }
    Random order = new Random(1);

    assertThat(bytesPerLine(encoder, () -> events[order.nextInt(events.length)], MOST_OF_MANY))
        .isLessThanOrEqualTo(MOST_OF_MANY);
  }

  @Test
  void bytesPerLine_valueWithATextOfItsOwn_isFound() {
    LineEncoder encoder = LineFormat.ecs().encoder(resource, Diagnostics.create());
    TestEvent event = event().keyValue("id", java.time.Duration.ofSeconds(7));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    encoder.encode(event, out);
    long before = threads.getCurrentThreadAllocatedBytes();
    encoder.encode(event, out);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isPositive();
  }
}
