package io.obs4j.benchmarks;

import io.obs4j.Obs;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;

/** A service that exports one span, one log record and one metric as the environment says. */
final class OtlpService {

  private OtlpService() {}

  /**
   * Exports, and ends.
   *
   * @param arguments the side
   */
  public static void main(String[] arguments) {
    if (arguments[0].equals("ours")) {
      Ours.run();
    } else {
      Theirs.run();
    }
  }

  private static void use(OpenTelemetry telemetry) {
    OtlpWork.span(telemetry.getTracer("benchmarks"), 1);
    OtlpWork.log(telemetry.getLogsBridge().get("benchmarks"), 1);
    telemetry.getMeter("benchmarks").counterBuilder("requests").build().add(1);
  }

  /** Loaded only where our classes are. */
  private static final class Ours {

    static void run() {
      try (Obs obs = Obs.fromEnvironment()) {
        use(obs.openTelemetry());
      }
    }
  }

  /** Loaded only where their classes are. */
  private static final class Theirs {

    static void run() {
      try (OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk()) {
        use(sdk);
      }
    }
  }
}
