package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.ManualClock;
import io.obs4j.logging.format.LogLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;

class LogLevelsTest {

  private final ManualClock clock = ManualClock.at(Instant.EPOCH);
  private final Diagnostics diagnostics = Diagnostics.create();
  private final LogLevels levels = new LogLevels(clock);

  @Test
  void level_unset_isTheDefault() {
    assertThat(levels.isEnabled("io.acme", LogLevel.INFO)).isTrue();
    assertThat(levels.isEnabled("io.acme", LogLevel.DEBUG)).isFalse();
    assertThat(levels.isEnabled("", LogLevel.INFO)).isTrue();
  }

  @Test
  void level_ofALogger_isThatOfTheNearestAbove() {
    levels.set("io.acme", LogLevel.DEBUG);
    levels.set("io.acme.noisy", LogLevel.ERROR);

    assertThat(levels.effective("io.acme")).isEqualTo("DEBUG");
    assertThat(levels.effective("io.acme.orders.Cart")).isEqualTo("DEBUG");
    assertThat(levels.effective("io.acme.noisy.Poller")).isEqualTo("ERROR");
    assertThat(levels.effective("io.acmeother")).isEqualTo("INFO");
    assertThat(levels.effective("io")).isEqualTo("INFO");
  }

  @Test
  void level_ofAnErrorWhoseMarkersThrow_isError() {
    List<Marker> torn =
        new AbstractList<>() {
          @Override
          public Marker get(int index) {
            throw new IllegalStateException("torn");
          }

          @Override
          public int size() {
            return 1;
          }
        };

    assertThat(LogLevel.ofError(torn)).isEqualTo(LogLevel.ERROR);
  }

  @Test
  void level_ofOddNames_endsAtTheRoot() {
    levels.set("a", LogLevel.WARN);

    assertThat(levels.effective(".")).isEqualTo("INFO");
    assertThat(levels.effective("..a")).isEqualTo("INFO");
    assertThat(levels.effective("a..b.")).isEqualTo("WARN");
  }

  @Test
  void root_underAnyOfItsNames_isOneLogger() {
    levels.set("root", LogLevel.ERROR);
    assertThat(levels.effective("x")).isEqualTo("ERROR");
    levels.set("", LogLevel.TRACE);
    assertThat(levels.effective("ROOT")).isEqualTo("TRACE");
    levels.reset("Root");
    assertThat(levels.configured()).containsExactly(entry("ROOT", "INFO"));
  }

  @Test
  void silence_letsNothingThrough() {
    levels.silence("io.acme");

    assertThat(levels.isEnabled("io.acme.Orders", LogLevel.FATAL)).isFalse();
    assertThat(levels.configured()).containsEntry("io.acme", "OFF");
  }

  @Test
  void reset_givesBackTheLevelOfTheOneAbove() {
    levels.set("io", LogLevel.WARN);
    levels.set("io.acme", LogLevel.DEBUG);
    levels.reset("io.acme");

    assertThat(levels.effective("io.acme")).isEqualTo("WARN");
    assertThat(levels.configured()).doesNotContainKey("io.acme");
  }

  @Test
  void levelForATime_endsWithTheOneBefore() {
    levels.set("io.acme", LogLevel.WARN);
    levels.set("io.acme", LogLevel.TRACE, Duration.ofMinutes(5));
    assertThat(levels.effective("io.acme")).isEqualTo("TRACE");

    clock.advance(Duration.ofMinutes(4));
    levels.expire();
    assertThat(levels.effective("io.acme")).isEqualTo("TRACE");

    clock.advance(Duration.ofMinutes(1));
    levels.expire();
    assertThat(levels.effective("io.acme")).isEqualTo("WARN");
  }

  @Test
  void levelForATime_setAgainMeanwhile_endsWithTheOneBeforeBoth() {
    levels.set("io.acme", LogLevel.TRACE, Duration.ofMinutes(5));
    levels.set("io.acme", LogLevel.DEBUG, Duration.ofMinutes(10));
    clock.advance(Duration.ofMinutes(5));
    levels.expire();
    assertThat(levels.effective("io.acme")).isEqualTo("DEBUG");

    clock.advance(Duration.ofMinutes(5));
    levels.expire();
    assertThat(levels.configured()).doesNotContainKey("io.acme");
  }

  @Test
  void levelForATime_replacedForEver_doesNotEnd() {
    levels.set("io.acme", LogLevel.TRACE, Duration.ofMinutes(5));
    levels.set("io.acme", LogLevel.ERROR);
    clock.advance(Duration.ofHours(1));
    levels.expire();

    assertThat(levels.effective("io.acme")).isEqualTo("ERROR");
  }

  @Test
  void levelForATime_onTheMachinesClock_endsByItself() {
    LogLevels timed = new LogLevels(io.obs4j.core.Clock.system());
    timed.set("io.acme", LogLevel.TRACE, Duration.ofMillis(20));

    Waiting.until(() -> timed.configured().size() == 1);
    assertThat(timed.effective("io.acme")).isEqualTo("INFO");
  }

  @Test
  void time_thatIsNotPositive_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> levels.set("a", LogLevel.INFO, Duration.ZERO))
        .withMessageContaining("PT0S")
        .withMessageContaining("positive");
  }

  @Test
  void environment_setsRootAndLoggers() {
    levels.read(
        Environment.of(
            Map.of(
                "OBS_LOG_LEVEL", "Warn", "OBS_LOG_LEVELS", "io.acme=debug, io.other = off,x=fatal"),
            diagnostics));

    assertThat(levels.configured())
        .containsOnly(
            entry("ROOT", "WARN"),
            entry("io.acme", "DEBUG"),
            entry("io.other", "OFF"),
            entry("x", "FATAL"));
  }

  @Test
  void environment_malformed_isAFaultAndTheOthersHold() {
    levels.read(
        Environment.of(
            Map.of("OBS_LOG_LEVEL", "loud", "OBS_LOG_LEVELS", "io.acme=shout,io.other=warn"),
            diagnostics));

    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(2);
    assertThat(levels.configured()).containsOnly(entry("ROOT", "INFO"), entry("io.other", "WARN"));
  }
}
