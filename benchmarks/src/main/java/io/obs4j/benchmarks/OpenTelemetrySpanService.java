package io.obs4j.benchmarks;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.io.IOException;

/**
 * The least service with a trace on the OpenTelemetry SDK; see {@link OursSpanService}. Somebody
 * gets the spans: the SDK records none where nobody does.
 */
final class OpenTelemetrySpanService {

  private OpenTelemetrySpanService() {}

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
            .addTracerProviderCustomizer(
                (builder, settings) -> builder.addSpanProcessor(SpanTracers.ended(span -> {})))
            .build()
            .getOpenTelemetrySdk()) {
      FirstSpan.record(sdk.getTracer("benchmarks"));
      System.in.transferTo(System.out);
    }
  }
}
