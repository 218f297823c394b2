package io.obs4j.export.otlp;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.LogRecord;
import io.obs4j.core.MetricSource;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Resource;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import io.obs4j.judges.LogLines;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.TraceFlags;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A service whose spans end, and whose lines are logged, when a test says so. */
class OtlpSignals implements Signals {

  static final InstrumentationScope SCOPE = InstrumentationScope.of("test", "1");

  final LogLines log = new LogLines();
  final Metrics metrics = Metrics.create();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);
  private final List<Consumer<? super SpanRecord>> spans = new CopyOnWriteArrayList<>();
  private final List<Consumer<? super LogRecord>> logs = new CopyOnWriteArrayList<>();

  void end(String name) {
    SpanRecord span = FinishedSpan.of(SCOPE, name, Attributes.empty());
    spans.forEach(subscriber -> subscriber.accept(span));
  }

  void log(String message) {
    LogRecord line =
        new FinishedLog(
            1,
            2,
            Severity.INFO,
            "INFO",
            SCOPE,
            "",
            Value.of(message),
            Attributes.empty(),
            0,
            0,
            0,
            0,
            TraceFlags.getDefault());
    logs.forEach(subscriber -> subscriber.accept(line));
  }

  int subscribers() {
    return spans.size() + logs.size();
  }

  long dropped(String signal, String reason) {
    return diagnostics
        .metrics()
        .counter(
            "obs.batch.dropped",
            "{record}",
            "Records that did not arrive at a destination, by reason.",
            Attributes.builder()
                .put("signal", signal)
                .put("destination", "otlp")
                .put("reason", reason)
                .build())
        .longValue();
  }

  long exported(String signal) {
    return diagnostics
        .metrics()
        .counter(
            "obs.batch.exported",
            "{record}",
            "Records that arrived at a destination.",
            Attributes.builder().put("signal", signal).put("destination", "otlp").build())
        .longValue();
  }

  long droppedInAll(String signal) {
    long dropped = 0;
    for (String reason :
        List.of(
            "closed",
            "queue_full",
            "queue_bytes",
            "too_large",
            "unreadable",
            "failed",
            "abandoned",
            "rejected",
            "retry_full",
            "unavailable",
            "unreachable")) {
      dropped += dropped(signal, reason);
    }
    return dropped;
  }

  long kept(String signal) {
    return diagnostics
        .metrics()
        .counter(
            "obs.batch.kept",
            "{record}",
            "Records that an exporter keeps on disk, to send them later.",
            Attributes.builder().put("signal", signal).put("destination", "otlp").build())
        .longValue();
  }

  /** How many points of metrics a receiver did not take in, and why. */
  long pointsExported(int port, String reason) {
    return diagnostics
        .metrics()
        .counter(
            "otel.sdk.exporter.metric_data_point.exported",
            "{data_point}",
            "What the exporter is done with, delivered or not.",
            Attributes.builder()
                .put("otel.component.type", "otlp_http_exporter")
                .put("otel.component.name", "otlp_http_exporter/metrics")
                .put("server.address", "127.0.0.1")
                .put("server.port", port)
                .put("error.type", reason)
                .build())
        .longValue();
  }

  @Override
  public Resource resource() {
    AttributeKey<String> name = Resource.SERVICE_NAME;
    return Resource.of(Attributes.of(name, "shop"));
  }

  @Override
  public MetricSource metrics() {
    return metrics;
  }

  @Override
  public RecordSource<SpanRecord> spans() {
    return source(spans);
  }

  @Override
  public RecordSource<LogRecord> logs() {
    return source(logs);
  }

  private static <T> RecordSource<T> source(List<Consumer<? super T>> subscribers) {
    return subscriber -> {
      subscribers.add(subscriber);
      return () -> subscribers.remove(subscriber);
    };
  }

  @Override
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  @Override
  public Clock clock() {
    return Clock.system();
  }
}
