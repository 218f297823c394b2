package io.obs4j.spring;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.operation.OperationDeclaration;
import io.obs4j.operation.OperationMeter;
import io.obs4j.operation.OperationSignals;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

/** Operations whose metrics are ours and whose spans are somebody else's, such as the agent's. */
final class ForeignSpans implements OperationSignals {

  private final OperationSignals ours;
  private final Tracer tracer;

  ForeignSpans(OperationSignals ours, OpenTelemetry theirs) {
    this.ours = ours;
    this.tracer = theirs.getTracer("io.obs4j");
  }

  @Override
  public OperationMeter meter(OperationDeclaration operation) {
    return ours.meter(operation);
  }

  @Override
  public Tracer tracer() {
    return tracer;
  }

  @Override
  public Clock clock() {
    return ours.clock();
  }

  @Override
  public Diagnostics diagnostics() {
    return ours.diagnostics();
  }
}
