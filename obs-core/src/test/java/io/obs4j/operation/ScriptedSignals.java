package io.obs4j.operation;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.ManualClock;
import io.obs4j.core.RecordingLogger;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Signals that write down what is recorded, and refuse the operations that they are told to. */
final class ScriptedSignals implements OperationSignals {

  final ManualClock clock = ManualClock.at(Instant.EPOCH);
  final Diagnostics diagnostics = Diagnostics.loggingTo(new RecordingLogger(), clock);
  final List<String> measured = new ArrayList<>();
  final Set<String> refused = new HashSet<>();
  @Nullable Error error;

  @Override
  public OperationMeter meter(OperationDeclaration operation) {
    if (refused.contains(operation.name())) {
      throw new IllegalArgumentException("there with another shape");
    }
    return (nanos, errorType, label1, label2, label3, label4) -> {
      if (error != null) {
        throw error;
      }
      measured.add(
          operation.name()
              + ' '
              + nanos
              + ' '
              + Arrays.asList(errorType, label1, label2, label3, label4).stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(" ")));
    };
  }

  @Override
  public Tracer tracer() {
    return TracerProvider.noop().get("test");
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Diagnostics diagnostics() {
    return diagnostics;
  }
}
