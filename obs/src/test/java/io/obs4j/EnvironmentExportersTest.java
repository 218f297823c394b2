package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.obs4j.TestProviders.Recording;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("the providers note what happens in one list")
class EnvironmentExportersTest {

  private final LogRecorder log = new LogRecorder();

  @BeforeEach
  void forgetEvents() {
    Recording.EVENTS.clear();
  }

  private ObsBuilder builder(String exporters) {
    return builder(Map.of("OTEL_METRICS_EXPORTER", exporters)).exportFromEnvironment();
  }

  private ObsBuilder builder(Map<String, String> variables) {
    return Obs.builder().environment(variables).diagnostics(Diagnostics.loggingTo(log));
  }

  @Test
  void named_isStartedAndClosed() {
    builder("recording").start().close();
    assertThat(Recording.EVENTS)
        .containsExactly("start recording [METRICS]", "close recording [METRICS]");
  }

  @Test
  void namedTwice_isStartedOnce() {
    builder("recording, Recording ,").start().close();
    assertThat(Recording.EVENTS)
        .containsExactly("start recording [METRICS]", "close recording [METRICS]");
  }

  @Test
  void noneOrUnset_startsNothingAndSaysNothing() {
    builder("none").start().close();
    builder("").start().close();
    builder(Map.of()).exportFromEnvironment().start().close();
    assertThat(Recording.EVENTS).isEmpty();
    assertThat(log.lines).isEmpty();
  }

  @Test
  void named_notAskedToReadIt_startsNothing() {
    builder(Map.of("OTEL_METRICS_EXPORTER", "recording")).start().close();
    assertThat(Recording.EVENTS).isEmpty();
  }

  @Test
  void unknown_isSaidWithTheRemedyAndTheOthersStart() {
    try (Obs obs = builder("zipkin,recording,statsd").start()) {
      assertThat(obs.diagnostics().faultCount(Environment.FAULT)).isEqualTo(1);
    }
    assertThat(Recording.EVENTS).contains("start recording [METRICS]");
    assertThat(log.lines)
        .filteredOn(line -> line.contains("OTEL_METRICS_EXPORTER="))
        .singleElement()
        .asString()
        .startsWith("WARNING OTEL_METRICS_EXPORTER=zipkin,statsd is not none or the name of")
        .contains("recording", "the library that brings it", "using no exporter in its place");
  }

  @Test
  void carriesOtherSignals_isUnknown() {
    try (Obs obs = builder("tracing").start()) {
      assertThat(obs.diagnostics().faultCount(Environment.FAULT)).isEqualTo(1);
    }
    assertThat(Recording.EVENTS).isEmpty();
  }

  @Test
  void namedForTwoSignals_isOneExporterOfBoth() {
    builder(Map.of("OTEL_METRICS_EXPORTER", "recording", "OTEL_TRACES_EXPORTER", "none,recording"))
        .exportFromEnvironment()
        .start()
        .close();
    assertThat(Recording.EVENTS)
        .containsExactly("start recording [METRICS, TRACES]", "close recording [METRICS, TRACES]");
  }

  @Test
  void namedForTracesAlone_carriesTraces() {
    builder(Map.of("OTEL_TRACES_EXPORTER", "Tracing,statsd"))
        .exportFromEnvironment()
        .start()
        .close();
    assertThat(Recording.EVENTS)
        .containsExactly("start tracing [TRACES]", "close tracing [TRACES]");
    assertThat(log.lines)
        .filteredOn(line -> line.contains("OTEL_TRACES_EXPORTER=statsd is not"))
        .hasSize(1);
  }

  @Test
  void brokenProviderAndStrict_throws() {
    assertThatIllegalStateException()
        .isThrownBy(builder("recording").strict()::start)
        .withMessageContaining("cannot be loaded");
  }

  @Test
  void brokenProvider_isReportedAndTheOthersStart() {
    try (Obs obs = builder("recording").start()) {
      assertThat(obs.diagnostics().faultCount(ExporterStack.FAULT)).isPositive();
    }
    assertThat(Recording.EVENTS).contains("start recording [METRICS]");
    assertThat(log.lines)
        .singleElement()
        .asString()
        .contains("brings an exporter that cannot be loaded");
  }

  @Test
  void failsToStart_isOffAndClosedAndTheOthersStart() {
    try (Obs obs = builder("failing,recording").start()) {
      assertThat(obs.flush(Obs.DEFAULT_CLOSE_LIMIT)).isTrue();
    }
    assertThat(Recording.EVENTS)
        .containsExactly(
            "start failing",
            "close failing",
            "start recording [METRICS]",
            "flush recording [METRICS]",
            "close recording [METRICS]");
    assertThat(log.lines)
        .anyMatch(line -> line.contains("The exporter failing that the environment names"));
  }
}
