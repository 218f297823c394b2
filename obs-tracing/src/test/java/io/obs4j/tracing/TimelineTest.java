package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.ManualClock;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When spans start and end. */
class TimelineTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long NOON_NANOS = NOON.getEpochSecond() * 1_000_000_000L;

  private final ManualClock clock = ManualClock.at(NOON);
  private final Tracing tracing = Tracing.builder().clock(clock).build();
  private final Tracer tracer = tracing.tracerProvider().get("scope");
  private final List<SpanRecord> ended = new ArrayList<>();

  {
    tracing.spans().subscribe(ended::add);
  }

  @Test
  void wallClockSetBack_spansOfATrace_keepTheirOrder() {
    clock.advance(Duration.ofMinutes(1));
    Span parent = tracer.spanBuilder("parent").startSpan();
    clock.setWall(NOON.minusSeconds(3_600));
    clock.advance(Duration.ofSeconds(2));
    Span child = tracer.spanBuilder("child").setParent(Context.root().with(parent)).startSpan();
    clock.advance(Duration.ofSeconds(1));
    child.end();
    parent.end();

    SpanRecord inner = ended.get(0);
    SpanRecord outer = ended.get(1);
    assertThat(inner.startEpochNanos()).isGreaterThanOrEqualTo(outer.startEpochNanos());
    assertThat(inner.endEpochNanos()).isLessThanOrEqualTo(outer.endEpochNanos());
    assertThat(inner.endEpochNanos() - inner.startEpochNanos()).isEqualTo(1_000_000_000L);
  }

  @Test
  void wallClockSet_nextTraceASecondLater_hasTheNewTime() {
    tracer.spanBuilder("before").startSpan().end();
    clock.setWall(NOON.plusSeconds(3_600));
    clock.advance(Duration.ofSeconds(1));
    tracer.spanBuilder("after").startSpan().end();

    assertThat(ended.get(0).startEpochNanos()).isEqualTo(NOON_NANOS);
    assertThat(ended.get(1).startEpochNanos()).isEqualTo(NOON_NANOS + 3_601_000_000_000L);
  }

  @Test
  void distance_withinASecond_readsTheWallClockOnce() {
    int[] readings = {0};
    Timeline timeline =
        new Timeline(
            new Clock() {
              @Override
              public long epochNanos() {
                readings[0]++;
                return clock.epochNanos();
              }

              @Override
              public long nanoTime() {
                return clock.nanoTime();
              }
            });
    for (int i = 0; i < 999; i++) {
      clock.advance(Duration.ofMillis(1));
      timeline.distance(timeline.nanoTime());
    }
    assertThat(readings[0]).isEqualTo(1);

    clock.advance(Duration.ofMillis(1));
    timeline.distance(timeline.nanoTime());

    assertThat(readings[0]).isEqualTo(2);
  }

  @Test
  void distance_slowReadings_takesTheQuickestOfThree() {
    long[] pauses = {9_000, 2_000, 5_000};
    int[] readings = {0};
    Timeline timeline =
        new Timeline(
            new Clock() {
              @Override
              public long epochNanos() {
                long wall = clock.epochNanos();
                clock.advance(Duration.ofNanos(pauses[readings[0]++]));
                return wall;
              }

              @Override
              public long nanoTime() {
                return clock.nanoTime();
              }
            });

    // Half of the quickest reading off, not half of another.
    assertThat(timeline.distance(timeline.nanoTime()) - NOON_NANOS).isEqualTo(-1_000);
    assertThat(readings[0]).isEqualTo(3);
  }

  @Test
  void systemClock_span_isNow() {
    long before = Clock.system().epochNanos();
    Tracing real = Tracing.create();
    real.spans().subscribe(ended::add);
    real.tracerProvider().get("scope").spanBuilder("name").startSpan().end();

    assertThat(ended.get(0).startEpochNanos() - before)
        .isBetween(-TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(20));
    assertThat(ended.get(0).endEpochNanos()).isGreaterThanOrEqualTo(ended.get(0).startEpochNanos());
  }

  @Test
  void explicitTimes_areTakenAsTheyAre() {
    Span span = tracer.spanBuilder("name").setStartTimestamp(Instant.ofEpochSecond(10)).startSpan();
    span.addEvent("event", 11, TimeUnit.SECONDS);
    span.end(Instant.ofEpochSecond(12));

    assertThat(ended.get(0).startEpochNanos()).isEqualTo(10_000_000_000L);
    assertThat(ended.get(0).events().get(0).epochNanos()).isEqualTo(11_000_000_000L);
    assertThat(ended.get(0).endEpochNanos()).isEqualTo(12_000_000_000L);
  }
}
