package io.obs4j.http;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metrics of a server, by the semantic conventions. Safe for use by any thread. */
final class ServerMetrics {

  /** The bounds that the conventions advise for durations, in seconds. */
  static final List<Double> BOUNDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  static final double NANOS_PER_SECOND = 1e9;

  private static final String BYTES = "By";

  private final DoubleHistogram duration;
  private final LongUpDownCounter active;
  private final @Nullable LongHistogram requestSize;
  private final @Nullable LongHistogram responseSize;
  private final Attributes[] activeHttp = active(Protocol.HTTP);
  private final Attributes[] activeHttps = active(Protocol.HTTPS);

  ServerMetrics(Meter meter, boolean bodySizes) {
    duration =
        meter
            .histogramBuilder("http.server.request.duration")
            .setUnit("s")
            .setDescription("Duration of HTTP server requests.")
            .setExplicitBucketBoundariesAdvice(BOUNDS)
            .build();
    active =
        meter
            .upDownCounterBuilder("http.server.active_requests")
            .setUnit("{request}")
            .setDescription("Number of active HTTP server requests.")
            .build();
    requestSize =
        bodySizes
            ? size(meter, "http.server.request.body.size", "Size of HTTP server request bodies.")
            : null;
    responseSize =
        bodySizes
            ? size(meter, "http.server.response.body.size", "Size of HTTP server response bodies.")
            : null;
  }

  private static LongHistogram size(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .ofLongs()
        .setUnit(BYTES)
        .setDescription(description)
        .build();
  }

  private static Attributes[] active(String scheme) {
    Attributes[] byMethod = new Attributes[HttpMethods.COUNT];
    for (int method = 0; method < byMethod.length; method++) {
      byMethod[method] =
          Attributes.of(
              HttpAttributes.METHOD_KEY,
              HttpMethods.attribute(method),
              HttpAttributes.URL_SCHEME_KEY,
              scheme);
    }
    return byMethod;
  }

  void begin(int method, boolean secure, Context context) {
    active.add(1, (secure ? activeHttps : activeHttp)[method], context);
  }

  /**
   * Records a request that has ended.
   *
   * @param requestBytes negative if the request had no body
   * @param responseBytes negative if there was no response
   */
  void end(
      int method,
      boolean secure,
      Attributes answered,
      long nanos,
      long requestBytes,
      long responseBytes,
      Context context) {
    active.add(-1, (secure ? activeHttps : activeHttp)[method], context);
    duration.record(nanos / NANOS_PER_SECOND, answered, context);
    if (requestSize != null && requestBytes >= 0) {
      requestSize.record(requestBytes, answered, context);
    }
    if (responseSize != null && responseBytes >= 0) {
      responseSize.record(responseBytes, answered, context);
    }
  }
}
