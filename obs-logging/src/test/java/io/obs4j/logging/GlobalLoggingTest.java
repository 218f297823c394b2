package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.logging.format.FormatSettings;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.format.TestEvent;
import io.opentelemetry.api.common.Attributes;
import org.junit.jupiter.api.Test;

class GlobalLoggingTest {

  private final KeptLines sink = new KeptLines();

  @Test
  void gate_leadsToWhoeverIsAttached_andBack() {
    LogGate gate = GlobalLogging.gate("io.acme.Global");
    assertThat(gate.isOpen(LogLevel.DEBUG)).isFalse();
    Logging before = GlobalLogging.current();
    try (Logging logging = Logging.builder().sink(sink).level(LogLevel.DEBUG).build()) {
      assertThat(GlobalLogging.attach(logging)).isTrue();
      assertThat(GlobalLogging.attach(logging)).isTrue();
      assertThat(gate.isOpen(LogLevel.DEBUG)).isTrue();
      gate.log(new TestEvent("attached"));
      assertThat(sink.lines).hasSize(1);

      logging.levels().set("io.acme", LogLevel.ERROR);
      assertThat(gate.isOpen(LogLevel.WARN)).isFalse();
      GlobalLogging.detach(logging);
    }

    assertThat(gate.isOpen(LogLevel.WARN)).isTrue();
    assertThat(gate.isOpen(LogLevel.DEBUG)).isFalse();
    assertThat(GlobalLogging.current()).isSameAs(before);
    assertThat(GlobalLogging.gate("io.acme.Global")).isSameAs(gate);
  }

  @Test
  void attach_whileAnotherIsAttached_isRefused() {
    try (Logging first = Logging.builder().sink(sink).build();
        Logging second = Logging.builder().sink(new KeptLines()).build()) {
      assertThat(GlobalLogging.attach(first)).isTrue();
      assertThat(GlobalLogging.attach(second)).isFalse();
      GlobalLogging.detach(second);
      assertThat(GlobalLogging.current()).isSameAs(first);
      GlobalLogging.detach(first);
      assertThat(GlobalLogging.attach(second)).isTrue();
      GlobalLogging.detach(second);
    }
  }

  @Test
  void levels_ofOneThatWasDetached_reachNoGate() {
    LogGate gate = GlobalLogging.gate("io.acme.Detached");
    try (Logging logging = Logging.builder().sink(sink).build()) {
      GlobalLogging.attach(logging);
      GlobalLogging.detach(logging);
      logging.levels().set(LogLevels.ROOT, LogLevel.TRACE);

      assertThat(gate.isOpen(LogLevel.TRACE)).isFalse();
    }
  }

  @Test
  void attach_countsOfHostedEncoders_areThoseOfTheOwner() {
    LineEncoder hosted = new FormatSettings().encoder();
    try (Logging logging = Logging.builder().sink(sink).build()) {
      GlobalLogging.attach(logging);
      TestEvent event = new TestEvent("x".repeat(100_000));
      hosted.encode(event, new ByteSink(16));
      GlobalLogging.detach(logging);
      hosted.encode(event, new ByteSink(16));

      assertThat(
              logging
                  .diagnostics()
                  .metrics()
                  .counter(
                      "obs.log.lines.cut",
                      "{line}",
                      "Log lines that were too long.",
                      Attributes.empty())
                  .longValue())
          .isEqualTo(1);
    }
  }
}
