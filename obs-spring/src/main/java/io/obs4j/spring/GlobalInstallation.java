package io.obs4j.spring;

import io.obs4j.Obs;
import io.obs4j.operation.Operations;

/**
 * Makes an {@link Obs} that of the process, for woven methods and libraries that cannot be handed
 * one; its close ends that. Where the OpenTelemetry agent is, that stays what the process uses for
 * spans, of woven methods too.
 */
final class GlobalInstallation {

  private GlobalInstallation() {}

  static GlobalInstallation of(Obs obs) {
    if (OpenTelemetryAgent.isPresent()) {
      obs.diagnostics()
          .inform(
              "The OpenTelemetry agent is present: spans are left to it, those of annotated methods"
                  + " are made with its tracer. Metrics and logs go on. Remove the agent to have"
                  + " the spans made here.");
      Operations.install(obs.operationSignals());
    } else {
      obs.installGlobal();
    }
    return new GlobalInstallation();
  }
}
