package io.obs4j.micrometer;

import io.micrometer.observation.ObservationRegistry;
import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.common.AttributeKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A service whose observations become spans, which are kept. */
final class ObservedService implements AutoCloseable {

  private final InMemoryExporter exporter = InMemoryExporter.create();
  final Obs obs =
      Obs.builder()
          .service("observed", "1")
          .environment(Map.of())
          .diagnostics(Diagnostics.create())
          .export(exporter)
          .start();
  final ObsMeterRegistry meters = new ObsMeterRegistry(obs.metrics());
  final ObservationRegistry observations = ObservationRegistry.create();

  /** With spans alone. */
  static ObservedService withSpans() {
    ObservedService service = new ObservedService();
    service
        .observations
        .observationConfig()
        .observationHandler(ObsObservationHandler.of(service.obs.openTelemetry()));
    return service;
  }

  /** With meters, too. */
  static ObservedService withMeters() {
    ObservedService service = new ObservedService();
    service
        .observations
        .observationConfig()
        .observationHandler(
            ObsObservationHandler.withMeters(service.obs.openTelemetry(), service.meters));
    return service;
  }

  /** The spans in the order in which they ended. */
  List<SpanRecord> spans(int count) {
    List<SpanRecord> spans = exporter.awaitSpans(count, Duration.ofSeconds(30));
    if (spans.size() != count) {
      throw new AssertionError("not " + count + " spans: " + spans);
    }
    return spans;
  }

  SpanRecord span() {
    return spans(1).get(0);
  }

  /** How many spans have been exported by the time that one more has been. */
  int spansBefore(String last) {
    obs.tracer("end").spanBuilder(last).startSpan().end();
    for (int count = 1; ; count++) {
      List<SpanRecord> spans = exporter.awaitSpans(count, Duration.ofSeconds(30));
      if (spans.size() < count) {
        throw new AssertionError(last + " is not among " + spans);
      }
      if (spans.get(spans.size() - 1).name().equals(last)) {
        return spans.size() - 1;
      }
    }
  }

  static Map<String, String> attributes(SpanRecord span) {
    Map<String, String> attributes = new TreeMap<>();
    span.attributes()
        .forEach((AttributeKey<?> key, Object value) -> attributes.put(key.getKey(), "" + value));
    return attributes;
  }

  @Override
  public void close() {
    obs.close();
  }
}
