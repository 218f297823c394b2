package io.obs4j;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Signals;
import io.obs4j.metrics.Metrics;
import io.obs4j.operation.OperationDeclaration;
import io.obs4j.operation.OperationMeter;
import io.obs4j.operation.OperationSignals;
import io.opentelemetry.api.trace.Tracer;

/** What the operations of one {@link Obs} record into. */
final class ObsOperations implements OperationSignals {

  private final Metrics metrics;
  private final Tracer tracer;
  private final Signals signals;

  ObsOperations(Metrics metrics, Tracer tracer, Signals signals) {
    this.metrics = metrics;
    this.tracer = tracer;
    this.signals = signals;
  }

  @Override
  public OperationMeter meter(OperationDeclaration operation) {
    return new OperationMetrics(metrics, operation);
  }

  @Override
  public Tracer tracer() {
    return tracer;
  }

  @Override
  public Clock clock() {
    return signals.clock();
  }

  @Override
  public Diagnostics diagnostics() {
    return signals.diagnostics();
  }
}
