package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockTest {

  @Test
  void system_tellsTheWallClock() {
    long before = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    long now = Clock.system().epochNanos();
    long after = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + 1);

    assertThat(now).isBetween(before, after);
  }

  @Test
  void system_nanoTime_isThatOfTheMachine() {
    long before = System.nanoTime();
    long now = Clock.system().nanoTime();
    long after = System.nanoTime();

    assertThat(now - before).isNotNegative();
    assertThat(after - now).isNotNegative();
  }

  @Test
  void manual_standsStill() {
    ManualClock clock = ManualClock.at(Instant.ofEpochSecond(3, 4));

    assertThat(clock.epochNanos()).isEqualTo(3_000_000_004L);
    assertThat(clock.epochNanos()).isEqualTo(3_000_000_004L);
    assertThat(clock.nanoTime()).isZero();
  }

  @Test
  void manual_beforeTheEpoch_isNegative() {
    assertThat(ManualClock.at(Instant.ofEpochSecond(-1, 1)).epochNanos()).isEqualTo(-999_999_999L);
  }

  @Test
  void manual_advanced_movesWallAndElapsedTimeTogether() {
    ManualClock clock = ManualClock.at(Instant.EPOCH);
    clock.advance(Duration.ofMillis(5));
    clock.advance(Duration.ZERO);

    assertThat(clock.epochNanos()).isEqualTo(5_000_000);
    assertThat(clock.nanoTime()).isEqualTo(5_000_000);
  }

  @Test
  void manual_advancedBackwards_throws() {
    ManualClock clock = ManualClock.at(Instant.EPOCH);

    assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setWall");
    assertThat(clock.nanoTime()).isZero();
  }

  @Test
  void manual_wallSetBack_leavesElapsedTimeAlone() {
    ManualClock clock = ManualClock.at(Instant.ofEpochSecond(10));
    clock.advance(Duration.ofSeconds(1));
    clock.setWall(Instant.ofEpochSecond(2));

    assertThat(clock.epochNanos()).isEqualTo(2_000_000_000L);
    assertThat(clock.nanoTime()).isEqualTo(1_000_000_000L);
  }

  @Test
  void manual_beyondTheRangeOfNanoseconds_throws() {
    assertThatThrownBy(() -> ManualClock.at(Instant.MAX)).isInstanceOf(ArithmeticException.class);
  }
}
