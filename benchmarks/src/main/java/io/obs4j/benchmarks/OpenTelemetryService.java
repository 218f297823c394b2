package io.obs4j.benchmarks;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.IOException;

/** The least service on the OpenTelemetry SDK; see {@link OursService}. */
final class OpenTelemetryService {

  private OpenTelemetryService() {}

  /**
   * Starts it with what the environment says.
   *
   * @param arguments none
   * @throws IOException if its input breaks
   */
  public static void main(String[] arguments) throws IOException {
    try (OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk()) {
      sdk.getMeter("benchmarks")
          .counterBuilder("requests")
          .build()
          .add(1, Labels.attributes(Labels.VALUES));
      System.in.transferTo(System.out);
    }
  }
}
