package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import io.obs4j.core.Resource;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The same recordings through the OpenTelemetry SDK with its Prometheus exporter, and written down
 * as a source of ours: names, labels and values of both pages agree. Set aside: {@code
 * target_info}, whose help and resource are each library's own; the unit {@code 1} of gauges, which
 * is {@code ratio} by the specification and nothing there; {@code _total} in the name of what is no
 * counter, which the specification leaves unchanged and the SDK takes off.
 */
class OpenTelemetryDifferentialTest {

  private static final int PROGRAMS = 1_000;

  private static final String[] NAMES = {
    "http.requests", "jobs_total", "queue-length", "db.time.seconds", "a__b", "used.bytes", "x/y"
  };
  private static final String[] UNITS = {
    "", "s", "ms", "By", "{request}", "m/s", "By/s", "{call}/min", "%", "Cel", "widgets"
  };
  private static final double[] BOUNDS = {0.005, 1, 2.5, 10};

  private final long seed = Long.getLong("obs4j.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Model model = new Model();

  @Test
  void text_randomRecordings_agrees() throws IOException {
    for (int i = 0; i < PROGRAMS; i++) {
      model.families.clear();
      PrometheusMetricReader reader = PrometheusMetricReader.create();
      try (SdkMeterProvider provider =
          SdkMeterProvider.builder().registerMetricReader(reader).build()) {
        record(provider);
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
            .write(theirs, reader.collect(), EscapingScheme.UNDERSCORE_ESCAPING);
        assertThat(samples(page()))
            .as("seed %s program %s", seed, i)
            .isEqualTo(samples(theirs.toString(StandardCharsets.UTF_8)));
      }
    }
  }

  private void record(SdkMeterProvider provider) {
    for (int f = 1 + random.nextInt(3); f > 0; f--) {
      InstrumentationScope scope = InstrumentationScope.of("lib" + f, "1." + f);
      Meter meter =
          provider.meterBuilder(scope.name()).setInstrumentationVersion(scope.version()).build();
      String unit = UNITS[random.nextInt(UNITS.length)];
      String name = "m" + f + "." + NAMES[random.nextInt(NAMES.length)];
      Map<Attributes, List<Double>> points = points();
      switch (name.endsWith("_total") ? 0 : random.nextInt(4)) {
        case 0 -> counter(meter, scope, name, unit, points);
        case 1 -> upDownCounter(meter, scope, name, unit, points);
        case 2 -> gauge(meter, scope, name, unit, points);
        default -> histogram(meter, scope, name, unit, points);
      }
    }
  }

  private void counter(
      Meter meter,
      InstrumentationScope scope,
      String name,
      String unit,
      Map<Attributes, List<Double>> points) {
    var counter = meter.counterBuilder(name).setUnit(unit).ofDoubles().build();
    Model.Family family = model.family(scope, MetricKind.COUNTER, name, unit, "");
    points.forEach(
        (attributes, values) -> {
          values.forEach(value -> counter.add(value, attributes));
          family.add(attributes, Model.Sum.of(sum(values)));
        });
  }

  private void upDownCounter(
      Meter meter,
      InstrumentationScope scope,
      String name,
      String unit,
      Map<Attributes, List<Double>> points) {
    var counter = meter.upDownCounterBuilder(name).setUnit(unit).build();
    Model.Family family = model.family(scope, MetricKind.UP_DOWN_COUNTER, name, unit, "");
    points.forEach(
        (attributes, values) -> {
          values.forEach(value -> counter.add(-value.longValue(), attributes));
          family.add(attributes, Model.Sum.of(-values.stream().mapToLong(Double::longValue).sum()));
        });
  }

  private void gauge(
      Meter meter,
      InstrumentationScope scope,
      String name,
      String unit,
      Map<Attributes, List<Double>> points) {
    var gauge = meter.gaugeBuilder(name).setUnit(unit).build();
    Model.Family family = model.family(scope, MetricKind.GAUGE, name, unit, "");
    points.forEach(
        (attributes, values) -> {
          values.forEach(value -> gauge.set(value, attributes));
          family.add(attributes, new Model.Value(values.get(values.size() - 1)));
        });
  }

  private void histogram(
      Meter meter,
      InstrumentationScope scope,
      String name,
      String unit,
      Map<Attributes, List<Double>> points) {
    var histogram =
        meter
            .histogramBuilder(name)
            .setUnit(unit)
            .setExplicitBucketBoundariesAdvice(List.of(0.005, 1.0, 2.5, 10.0))
            .build();
    Model.Family family = model.family(scope, MetricKind.HISTOGRAM, name, unit, "");
    points.forEach(
        (attributes, values) -> {
          long[] counts = new long[BOUNDS.length + 1];
          for (double value : values) {
            histogram.record(value, attributes);
            int bucket = 0;
            while (bucket < BOUNDS.length && value > BOUNDS[bucket]) {
              bucket++;
            }
            counts[bucket]++;
          }
          family.add(attributes, Model.Buckets.of(sum(values), BOUNDS, counts));
        });
  }

  private Map<Attributes, List<Double>> points() {
    Map<Attributes, List<Double>> points = new LinkedHashMap<>();
    for (int p = 1 + random.nextInt(3); p > 0; p--) {
      AttributesBuilder attributes = Attributes.builder();
      if (random.nextBoolean()) {
        attributes.put("http.method", random.nextBoolean() ? "GET" : "a\"b\\c\nd");
      }
      if (random.nextBoolean()) {
        attributes.put("http_method", "POST");
      }
      if (random.nextBoolean()) {
        attributes.put("status", random.nextInt(3)).put("ok", random.nextBoolean());
      }
      if (random.nextBoolean()) {
        attributes.put(AttributeKey.stringArrayKey("tags"), "x", "y\"");
      }
      points.put(
          attributes.build(),
          random
              .doubles(1 + random.nextInt(4), 0, 20)
              .map(x -> Math.rint(x * 8) / 8)
              .boxed()
              .toList());
    }
    return points;
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  private String page() {
    return Page.of(
        PrometheusWriter.builder(model, Resource.of(Attributes.empty()), Diagnostics.create())
            .targetInfo(false)
            .build(),
        ExpositionFormat.TEXT);
  }

  private static Map<String, String> samples(String page) {
    Map<String, String> samples = new TreeMap<>(PageReader.read(page));
    samples.keySet().removeIf(key -> key.contains("target_info") || key.startsWith("HELP"));
    return samples;
  }
}
