package io.obs4j.export.prometheus;

import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricFamily;
import io.opentelemetry.api.common.Attributes;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Model} as client_java's snapshots. What it cannot hold is replaced: lone surrogates. */
final class ClientJava {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** As the OpenTelemetry compatibility specification translates them. */
  private static final Map<String, String> UNITS =
      Map.of("s", "seconds", "By", "bytes", "m/s", "meters_per_second", "widgets", "widgets");

  private ClientJava() {}

  static MetricSnapshots snapshots(Model model) {
    return new MetricSnapshots(model.families.stream().map(ClientJava::snapshot).toList());
  }

  private static MetricSnapshot snapshot(Model.Family family) {
    return switch (family.shape.kind()) {
      case COUNTER -> counter(family);
      case UP_DOWN_COUNTER, GAUGE -> gauge(family);
      case HISTOGRAM -> histogram(family);
      case SUMMARY -> summary(family);
      case INFO -> info(family);
      case STATE_SET -> stateSet(family);
    };
  }

  private static MetricMetadata metadata(MetricFamily family) {
    String name = family.name().replace('.', '_');
    String unit =
        switch (family.kind()) {
          case INFO, STATE_SET -> null;
          case GAUGE -> family.unit().equals("1") ? "ratio" : UNITS.get(family.unit());
          case COUNTER, UP_DOWN_COUNTER, HISTOGRAM, SUMMARY -> UNITS.get(family.unit());
        };
    String help = family.help().isEmpty() ? null : whole(family.help());
    return unit == null
        ? new MetricMetadata(name, help)
        : new MetricMetadata(name + "_" + unit, help, new Unit(unit));
  }

  private static MetricSnapshot counter(Model.Family family) {
    List<CounterSnapshot.CounterDataPointSnapshot> points = new ArrayList<>();
    for (Model.Point point : family.points) {
      Model.Sum sum = (Model.Sum) point.reading();
      points.add(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(labels(point.attributes()))
              .value(sum.doubleValue())
              .exemplar(exemplar(sum.exemplar()))
              .createdTimestampMillis(Model.START / NANOS_PER_MILLI)
              .build());
    }
    return new CounterSnapshot(metadata(family.shape), points);
  }

  private static MetricSnapshot gauge(Model.Family family) {
    List<GaugeSnapshot.GaugeDataPointSnapshot> points = new ArrayList<>();
    for (Model.Point point : family.points) {
      double value =
          point.reading() instanceof Model.Value gauge
              ? gauge.number().doubleValue()
              : ((Model.Sum) point.reading()).doubleValue();
      points.add(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(labels(point.attributes()))
              .value(value)
              .build());
    }
    return new GaugeSnapshot(metadata(family.shape), points);
  }

  private static MetricSnapshot histogram(Model.Family family) {
    List<HistogramSnapshot.HistogramDataPointSnapshot> points = new ArrayList<>();
    for (Model.Point point : family.points) {
      Model.Buckets reading = (Model.Buckets) point.reading();
      ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      List<io.prometheus.metrics.model.snapshots.Exemplar> exemplars = new ArrayList<>();
      for (int i = 0; i <= reading.boundCount(); i++) {
        buckets.bucket(
            i == reading.boundCount() ? Double.POSITIVE_INFINITY : reading.bound(i),
            reading.bucketCount(i));
        if (reading.exemplar(i) != null) {
          exemplars.add(exemplar(reading.exemplar(i)));
        }
      }
      HistogramSnapshot.HistogramDataPointSnapshot.Builder builder =
          HistogramSnapshot.HistogramDataPointSnapshot.builder()
              .labels(labels(point.attributes()))
              .classicHistogramBuckets(buckets.build());
      if (reading.exponential() instanceof Model.Exponential exponential) {
        builder
            .nativeSchema(exponential.scale())
            .nativeZeroCount(exponential.zeroCount())
            .nativeZeroThreshold(exponential.zeroThreshold())
            .nativeBucketsForPositiveValues(run(exponential.positive()))
            .nativeBucketsForNegativeValues(run(exponential.negative()));
      }
      builder
          .sum(reading.sum())
          .exemplars(Exemplars.of(exemplars))
          .createdTimestampMillis(Model.START / NANOS_PER_MILLI);
      points.add(builder.build());
    }
    return new HistogramSnapshot(metadata(family.shape), points);
  }

  private static NativeHistogramBuckets run(Model.Run run) {
    NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
    for (int i = 0; i < run.size(); i++) {
      buckets.bucket(run.offset() + i + 1, run.count(i));
    }
    return buckets.build();
  }

  private static MetricSnapshot summary(Model.Family family) {
    List<SummarySnapshot.SummaryDataPointSnapshot> points = new ArrayList<>();
    for (Model.Point point : family.points) {
      Model.Quantiles reading = (Model.Quantiles) point.reading();
      Quantiles.Builder quantiles = Quantiles.builder();
      for (int i = 0; i < reading.quantileCount(); i++) {
        quantiles.quantile(reading.quantile(i), reading.value(i));
      }
      SummarySnapshot.SummaryDataPointSnapshot.Builder builder =
          SummarySnapshot.SummaryDataPointSnapshot.builder()
              .labels(labels(point.attributes()))
              .quantiles(quantiles.build())
              .count(reading.count());
      builder.sum(reading.sum()).createdTimestampMillis(Model.START / NANOS_PER_MILLI);
      points.add(builder.build());
    }
    return new SummarySnapshot(metadata(family.shape), points);
  }

  private static MetricSnapshot info(Model.Family family) {
    List<InfoSnapshot.InfoDataPointSnapshot> points = new ArrayList<>();
    for (Model.Point point : family.points) {
      points.add(
          InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels(point.attributes())).build());
    }
    return new InfoSnapshot(metadata(family.shape), points);
  }

  private static MetricSnapshot stateSet(Model.Family family) {
    List<StateSetSnapshot.StateSetDataPointSnapshot> points = new ArrayList<>();
    for (Model.Point point : family.points) {
      Model.States reading = (Model.States) point.reading();
      StateSetSnapshot.StateSetDataPointSnapshot.Builder builder =
          StateSetSnapshot.StateSetDataPointSnapshot.builder().labels(labels(point.attributes()));
      reading.states().forEach((state, on) -> builder.state(whole(state), on));
      points.add(builder.build());
    }
    return new StateSetSnapshot(metadata(family.shape), points);
  }

  private static Labels labels(Attributes attributes) {
    Labels.Builder labels = Labels.builder();
    attributes.forEach(
        (key, value) -> labels.label(key.getKey().replace('.', '_'), whole(value.toString())));
    return labels.build();
  }

  private static io.prometheus.metrics.model.snapshots.@Nullable Exemplar exemplar(
      @Nullable Exemplar exemplar) {
    return exemplar == null
        ? null
        : io.prometheus.metrics.model.snapshots.Exemplar.builder()
            .value(exemplar.value())
            .traceId(String.format("%016x%016x", exemplar.traceIdHigh(), exemplar.traceIdLow()))
            .spanId(String.format("%016x", exemplar.spanId()))
            .timestampMillis(exemplar.epochNanos() / NANOS_PER_MILLI)
            .build();
  }

  /** client_java writes a lone surrogate as a question mark; we follow Unicode. */
  private static String whole(String text) {
    return text.replace('\uD800', '\uFFFD');
  }
}
