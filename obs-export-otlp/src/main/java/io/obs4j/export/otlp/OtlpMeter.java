package io.obs4j.export.otlp;

import io.obs4j.core.SelfMetrics;
import io.obs4j.core.Signal;
import io.obs4j.core.internal.http.Delivery;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.core.internal.http.SendMeter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is sent, under the names that the semantic conventions give to the metrics of an
 * exporter. Safe for use by any thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/">OpenTelemetry,
 *     semantic conventions for SDK metrics</a>
 */
final class OtlpMeter implements SendMeter {

  private static final String DURATION = "otel.sdk.exporter.operation.duration";

  private final SelfMetrics metrics;
  private final Attributes attributes;
  private final String item;
  private final String unit;
  private final SelfMetrics.UpDownCounter inflight;
  private final SelfMetrics.Counter bytes;

  private OtlpMeter(SelfMetrics metrics, Attributes attributes, String item, String unit) {
    this.metrics = metrics;
    this.attributes = attributes;
    this.item = "otel.sdk.exporter." + item;
    this.unit = unit;
    inflight =
        metrics.upDownCounter(
            this.item + ".inflight",
            unit,
            "What was handed to the exporter and whose fate is open.",
            attributes);
    bytes =
        metrics.counter(
            "obs.otlp.request.size",
            "By",
            "Bytes of the bodies of requests, as they travelled.",
            attributes);
  }

  static OtlpMeter of(SelfMetrics metrics, Signal signal, OtlpPipelines.OtlpDestination to) {
    HttpSettings http = to.http();
    String type =
        to.protocol() == OtlpProtocol.JSON ? "otlp_http_json_exporter" : "otlp_http_exporter";
    Attributes attributes =
        Attributes.builder()
            .put("otel.component.type", type)
            .put("otel.component.name", type + '/' + SignalSettings.name(signal))
            .put("server.address", http.host())
            .put("server.port", http.port())
            .build();
    return switch (signal) {
      case TRACES -> new OtlpMeter(metrics, attributes, "span", "{span}");
      case LOGS -> new OtlpMeter(metrics, attributes, "log", "{log_record}");
      case METRICS -> new OtlpMeter(metrics, attributes, "metric_data_point", "{data_point}");
    };
  }

  @Override
  public void begun(int records) {
    inflight.add(records);
  }

  @Override
  public void settled(int records, String reason) {
    inflight.add(-records);
    Attributes with =
        reason.isEmpty() ? attributes : attributes.toBuilder().put("error.type", reason).build();
    metrics
        .counter(
            item + ".exported", unit, "What the exporter is done with, delivered or not.", with)
        .add(records);
  }

  @Override
  public void kept(int records) {
    inflight.add(-records);
  }

  @Override
  public void unreadable(long count) {
    metrics
        .counter(
            "obs.otlp.spill.unreadable",
            "By",
            "Bytes of files with requests that are not there as they were written.",
            attributes)
        .add(count);
  }

  @Override
  public SelfMetrics.Observation observe(LongSupplier memory, @Nullable LongSupplier disk) {
    SelfMetrics.Observation inMemory =
        metrics
            .observed(
                "obs.otlp.retry.size",
                "By",
                "Bytes of requests that wait in memory to be sent again.",
                attributes)
            .observe(memory);
    if (disk == null) {
      return inMemory;
    }
    SelfMetrics.Observation onDisk =
        metrics
            .observed(
                "obs.otlp.spill.size",
                "By",
                "Bytes of the files in which requests are kept.",
                attributes)
            .observe(disk);
    return () -> {
      inMemory.end();
      onDisk.end();
    };
  }

  @Override
  public void requested(Delivery delivery, int size, long nanos) {
    bytes.add(size);
    AttributesBuilder with = attributes.toBuilder();
    if (delivery.status() > 0) {
      with.put("http.response.status_code", delivery.status());
    }
    if (delivery.fate() != Delivery.Fate.DELIVERED) {
      with.put("error.type", errorType(delivery));
    }
    metrics.durations(DURATION, "How long requests took.", with.build()).recordNanos(nanos);
  }

  private static String errorType(Delivery delivery) {
    return delivery.status() > 0 ? Integer.toString(delivery.status()) : delivery.reason();
  }
}
