package io.obs4j.tracing;

import static io.obs4j.tracing.Sampling.Decision.DROP;
import static io.obs4j.tracing.Sampling.Decision.RECORD;
import static io.obs4j.tracing.Sampling.Decision.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Clock;
import io.obs4j.core.ManualClock;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitedSamplerTest {

  private static final SpanStart SPAN = SpanStart.root(1);

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);

  private Sampler rateLimited(double perSecond) {
    return Sampler.rateLimited(perSecond, Sampler.alwaysOn(), clock);
  }

  private static int sampled(Sampler sampler, int spans) {
    int sampled = 0;
    for (int i = 0; i < spans; i++) {
      sampled += SPAN.decidedBy(sampler) == SAMPLE ? 1 : 0;
    }
    return sampled;
  }

  @ParameterizedTest
  @CsvSource({"0.001, 1", "0.5, 1", "1, 1", "1.9, 1", "2, 2", "100, 100", "1000000, 1000000"})
  void sample_clockThatStandsStill_samplesOneBurst(double perSecond, int burst) {
    assertThat(sampled(rateLimited(perSecond), burst + 1_000)).isEqualTo(burst);
  }

  @Test
  void sample_afterABurst_samplesOneForEachPeriod() {
    Sampler sampler = rateLimited(10);
    assertThat(sampled(sampler, 100)).isEqualTo(10);

    clock.advance(Duration.ofNanos(99_999_999));
    assertThat(sampled(sampler, 100)).isZero();
    clock.advance(Duration.ofNanos(1));
    assertThat(sampled(sampler, 100)).isEqualTo(1);
    clock.advance(Duration.ofMillis(250));
    assertThat(sampled(sampler, 100)).isEqualTo(2);
    clock.advance(Duration.ofMillis(50));
    assertThat(sampled(sampler, 100)).isEqualTo(1);
  }

  @Test
  void sample_belowOnePerSecond_samplesOneForEachPeriod() {
    Sampler sampler = rateLimited(0.1);
    int sampled = 0;
    for (int second = 0; second < 100; second++) {
      sampled += sampled(sampler, 3);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(sampled).isEqualTo(10);
  }

  @Test
  void sample_afterALongIdleTime_savesOneBurstOnly() {
    Sampler sampler = rateLimited(10);
    sampled(sampler, 100);

    clock.advance(Duration.ofDays(365));

    assertThat(sampled(sampler, 100)).isEqualTo(10);
    assertThat(sampled(sampler, 100)).isZero();
  }

  @Test
  void sample_slowerThanTheRate_samplesEverything() {
    Sampler sampler = rateLimited(10);
    for (int i = 0; i < 1_000; i++) {
      assertThat(SPAN.decidedBy(sampler)).isEqualTo(SAMPLE);
      clock.advance(Duration.ofMillis(100));
    }
  }

  @Test
  void sample_wallClockThatJumps_doesNotMatter() {
    Sampler sampler = rateLimited(10);
    sampled(sampler, 100);

    clock.setWall(Instant.parse("2100-01-01T00:00:00Z"));

    assertThat(sampled(sampler, 100)).isZero();
  }

  /** The model counts tokens as time that was saved, and spends it. */
  @Test
  void sample_randomTimes_agreesWithABucketOfTime() {
    SplittableRandom random = new SplittableRandom(45);
    for (int program = 0; program < 500; program++) {
      double perSecond = Math.exp(random.nextDouble(-2, 6));
      long period = (long) Math.ceil(1e9 / perSecond);
      long most = Math.max(period, 1_000_000_000);
      Sampler sampler = rateLimited(perSecond);
      long saved = most;
      for (int step = 0; step < 500; step++) {
        Duration pause = Duration.ofNanos(random.nextLong(2 * period));
        clock.advance(pause);
        saved = Math.min(most, saved + pause.toNanos());
        for (int span = random.nextInt(4); span > 0; span--) {
          boolean expected = saved >= period;
          saved -= expected ? period : 0;
          assertThat(SPAN.decidedBy(sampler))
              .as("program %s, step %s, %s per second", program, step, perSecond)
              .isEqualTo(expected ? SAMPLE : DROP);
        }
      }
    }
  }

  @Test
  void sample_clockThatOverflows_goesOn() {
    long[] now = {Long.MAX_VALUE - 50_000_000};
    Clock overflowing =
        new Clock() {
          @Override
          public long epochNanos() {
            return 0;
          }

          @Override
          public long nanoTime() {
            return now[0];
          }
        };
    Sampler sampler = Sampler.rateLimited(10, Sampler.alwaysOn(), overflowing);
    assertThat(sampled(sampler, 100)).isEqualTo(10);

    now[0] += 100_000_000;

    assertThat(now[0]).isNegative();
    assertThat(sampled(sampler, 100)).isEqualTo(1);
  }

  @Test
  void sample_whatTheInnerSamplerDrops_usesNothingUp() {
    Sampler sampler = Sampler.rateLimited(1, Sampler.ratio(0.5), clock);

    assertThat(SpanStart.root(0).decidedBy(sampler)).isEqualTo(DROP);
    assertThat(SpanStart.root(0x80000000000000L).decidedBy(sampler)).isEqualTo(SAMPLE);
    assertThat(SpanStart.root(0x80000000000000L).decidedBy(sampler)).isEqualTo(DROP);
  }

  @Test
  void sample_whatTheInnerSamplerRecords_staysRecorded() {
    Sampler sampler = Sampler.rateLimited(1, Sampler.alwaysRecord(Sampler.alwaysOff()), clock);

    assertThat(SPAN.decidedBy(sampler)).isEqualTo(RECORD);
    assertThat(SPAN.decidedBy(sampler)).isEqualTo(RECORD);
  }

  @Test
  void sample_withAProbabilityInside_hasNoThreshold() {
    Sampler ratio = Sampler.rateLimited(1, Sampler.ratio(0.5), clock);
    Sampler follower = Sampler.rateLimited(1, Sampler.parentBased(Sampler.alwaysOn()), clock);

    assertThat(SpanStart.root(0x80000000000000L).otAfter(ratio)).isEmpty();
    assertThat(SpanStart.root(0x80000000000000L).under(true, "th:8;p:8").otAfter(follower))
        .isEqualTo("p:8");
  }

  @Test
  void sample_withAttributesInside_keepsThemWithoutAThreshold() {
    Attributes attributes = Attributes.builder().put("reason", "vip").build();
    Sampling annotated = new Sampling(SAMPLE, attributes, Threshold.of(0.5));
    Sampler sampler =
        Sampler.rateLimited(1, (parent, high, low, name, kind, initial) -> annotated, clock);

    Sampling sampling = SPAN.askedOf(sampler);

    assertThat(sampling.attributes()).isEqualTo(attributes);
    assertThat(sampling.state().apply(SpanStart.state("p:8")).get("ot")).isEqualTo("p:8");
    assertThat(SPAN.decidedBy(sampler)).isEqualTo(DROP);
  }

  @Test
  void sample_twoThreadsAndAClockThatStandsStill_sampleExactlyTheBurst() throws Exception {
    for (int round = 0; round < 200; round++) {
      Sampler sampler = rateLimited(1_000);

      assertThat(race(() -> sampled(sampler, 800))).isEqualTo(1_000);
    }
  }

  @Test
  void sample_twoThreadsOnTheMachinesClock_neverExceedTheRate() throws Exception {
    double perSecond = 20_000;
    long before = System.nanoTime();
    Sampler sampler = Sampler.rateLimited(perSecond);

    int sampled = race(() -> sampled(sampler, 2_000_000));

    double seconds = (System.nanoTime() - before) / 1e9;
    assertThat((double) sampled).isBetween(perSecond, perSecond * (seconds + 1));
  }

  private static int race(Callable<Integer> task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      return results.get(0).get() + results.get(1).get();
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.0000000009, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
  void rateLimited_outOfRange_namesValueLimitAndRemedy(double perSecond) {
    assertThatThrownBy(() -> Sampler.rateLimited(perSecond))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "rate "
                + perSecond
                + " must be from 0.000000001 to 1,000,000 spans per second; Sampler.alwaysOff()"
                + " samples none, Sampler.alwaysOn() all");
  }

  @Test
  void rateLimited_slowestRate_samplesOne() {
    Sampler sampler = rateLimited(1e-9);

    assertThat(sampled(sampler, 10)).isEqualTo(1);
    clock.advance(Duration.ofDays(365));
    assertThat(sampled(sampler, 10)).isZero();
  }
}
