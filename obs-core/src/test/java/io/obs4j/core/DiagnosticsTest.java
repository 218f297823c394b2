package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);

  private static Diagnostics throwing(Throwable thrown) {
    Logger logger =
        (Logger)
            Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> {
                  throw thrown;
                });
    return Diagnostics.loggingTo(logger);
  }

  @Test
  void fault_repeated_isCountedAlwaysAndLoggedOnce() {
    IllegalStateException cause = new IllegalStateException();
    diagnostics.fault("callback", "queue.size", "threw", cause);
    diagnostics.fault("callback", "queue.size", "threw again");

    assertThat(diagnostics.faultCount("callback")).isEqualTo(2);
    assertThat(logger.lines)
        .containsExactly(new RecordingLogger.Line(Level.WARNING, "threw", cause));
  }

  @Test
  void fault_whoseCountSomebodyWouldDeclareOtherwise_isCounted() {
    for (String name : new String[] {"obs.faults", "obs.log.failures"}) {
      assertThatThrownBy(() -> diagnostics.metrics().gauge(name, "", "mine", Attributes.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }

    diagnostics.fault("callback", "queue.size", "threw");

    assertThat(diagnostics.faultCount("callback")).isEqualTo(1);
  }

  @Test
  void fault_ofAnotherKindOrSubject_isLoggedToo() {
    diagnostics.fault("a", "x", "one");
    diagnostics.fault("a", "y", "two");
    diagnostics.fault("b", "x", "three");

    assertThat(logger.messages()).containsExactly("one", "two", "three");
    assertThat(diagnostics.faultCount("a")).isEqualTo(2);
    assertThat(diagnostics.faultCount("b")).isEqualTo(1);
  }

  @Test
  void recovered_afterAFault_isLoggedOnceAndTheNextFaultAgain() {
    diagnostics.fault("export", "collector", "down");
    diagnostics.recovered("export", "collector", "up");
    diagnostics.recovered("export", "collector", "still up");
    diagnostics.fault("export", "collector", "down again");

    assertThat(logger.messages()).containsExactly("down", "up", "down again");
    assertThat(logger.lines.get(1).level()).isEqualTo(Level.INFO);
    assertThat(diagnostics.faultCount("export")).isEqualTo(2);
  }

  @Test
  void recovered_withoutAFault_isSilent() {
    diagnostics.recovered("export", "collector", "up");

    assertThat(logger.lines).isEmpty();
  }

  @Test
  void fault_ofMoreSubjectsThanAreRemembered_isCountedAndToldOnce() {
    IntStream.range(0, 1_005).forEach(i -> diagnostics.fault("k", "s" + i, "m" + i));

    assertThat(diagnostics.faultCount("k")).isEqualTo(1_005);
    assertThat(logger.lines).hasSize(1_001);
    assertThat(logger.messages().get(1_000)).contains("1000 subjects");
  }

  @Test
  void fault_afterRecoveryFromTheLimit_isLoggedAgain() {
    IntStream.range(0, 1_005).forEach(i -> diagnostics.fault("k", "s" + i, "m" + i));
    diagnostics.recovered("k", "s0", "well");
    diagnostics.fault("k", "new", "logged");
    diagnostics.fault("k", "newer", "not logged");

    assertThat(logger.messages()).contains("logged").doesNotContain("not logged");
    assertThat(logger.messages().get(1_003)).contains("1000 subjects");
  }

  @Test
  void message_withLineBreaks_staysOneLine() {
    diagnostics.fault("k", "s", "bad\r\nvalue\u2028forged\u0000line");

    assertThat(logger.messages()).containsExactly("bad  value forged line");
  }

  @Test
  void inform_logsEveryTime() {
    diagnostics.inform("listening");
    diagnostics.inform("listening");

    assertThat(logger.messages()).containsExactly("listening", "listening");
    assertThat(logger.lines.get(0).level()).isEqualTo(Level.INFO);
  }

  @Test
  void logger_thatThrowsAnException_isSurvivedAndCounted() {
    assertSurvived(new IllegalStateException("broken"));
  }

  @Test
  void logger_thatThrowsAnError_isSurvivedAndCounted() {
    assertSurvived(new NoClassDefFoundError("Appender"));
  }

  private static void assertSurvived(Throwable thrown) {
    Diagnostics survivor = throwing(thrown);

    assertThatCode(() -> survivor.fault("k", "s", "m")).doesNotThrowAnyException();
    assertThatCode(() -> survivor.inform("m")).doesNotThrowAnyException();
    assertThat(survivor.faultCount("k")).isEqualTo(1);
    assertThat(RecordingVisitor.walk(survivor))
        .containsExactly("COUNTER obs.faults", "{kind=k} 1", "COUNTER obs.log.failures", "{} 2");
  }

  @Test
  void visit_exportsFaultsByKindFromTheGivenClock() {
    ManualClock clock = ManualClock.at(Instant.ofEpochSecond(7));
    Diagnostics clocked = Diagnostics.loggingTo(logger, clock);
    clocked.fault("environment", "OTEL_X", "bad");
    RecordingVisitor visitor = new RecordingVisitor();
    clocked.visit(visitor);

    assertThat(visitor.lines).containsExactly("COUNTER obs.faults", "{kind=environment} 1");
    assertThat(visitor.series.get(0).startEpochNanos()).isEqualTo(7_000_000_000L);
  }

  @Test
  void faultCount_ofAKindThatNeverHappened_isZero() {
    assertThat(diagnostics.faultCount("never")).isZero();
  }

  @Test
  void create_logsToTheSystemLogger() {
    assertThatCode(() -> Diagnostics.create().inform("The diagnostics of a test speak."))
        .doesNotThrowAnyException();
  }
}
