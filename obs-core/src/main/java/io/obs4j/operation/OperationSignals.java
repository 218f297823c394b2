package io.obs4j.operation;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.opentelemetry.api.trace.Tracer;

/** What operations record into: implemented by whoever owns the signals. Safe for any thread. */
public interface OperationSignals {

  /**
   * Declares the metrics of an operation.
   *
   * @param operation with a timer, a counter, or both
   * @return takes its measurements
   * @throws IllegalArgumentException if a metric of one of its names has another shape
   */
  OperationMeter meter(OperationDeclaration operation);

  /**
   * Starts the spans.
   *
   * @return one tracer for all operations
   */
  Tracer tracer();

  /**
   * Times the runs.
   *
   * @return the clock
   */
  Clock clock();

  /**
   * Where faults are counted and told.
   *
   * @return the diagnostics
   */
  Diagnostics diagnostics();
}
