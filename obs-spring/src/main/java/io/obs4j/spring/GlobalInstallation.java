package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.operation.OperationSignals;
import io.obs4j.operation.Operations;
import org.springframework.beans.factory.DisposableBean;

/**
 * Makes an {@link Obs} that of the process, for woven methods and libraries that cannot be handed
 * one. Where the OpenTelemetry agent is, that stays what the process uses for spans, of woven
 * methods too.
 */
final class GlobalInstallation implements DisposableBean {

  private final OperationSignals operations;

  private GlobalInstallation(OperationSignals operations) {
    this.operations = operations;
  }

  static GlobalInstallation of(Obs obs, OperationSignals operations) {
    if (OpenTelemetryAgent.isPresent()) {
      obs.diagnostics()
          .inform(
              "The OpenTelemetry agent is present: spans are left to it, those of annotated methods"
                  + " are made with its tracer. Metrics and logs go on. Remove the agent to have"
                  + " the spans made here.");
      Operations.install(operations);
    } else {
      obs.installGlobal();
    }
    return new GlobalInstallation(operations);
  }

  /** The close of an {@link Obs} that is installed does the rest. */
  @Override
  public void destroy() {
    Operations.uninstall(operations);
  }
}
