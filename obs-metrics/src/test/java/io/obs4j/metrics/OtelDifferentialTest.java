package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.judges.SilentLogger;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random programs of declarations, recordings, callbacks and walks show the same points here and in
 * the OpenTelemetry SDK: scope, name, unit, description, what is measured and whether it is
 * monotonic, attribute sets, and values with their type; of histograms count, sum, minimum and
 * maximum, and the buckets where they were advised.
 *
 * <p>Left out are NaN, which the SDK drops in gauges, and infinities, which it sums; negative
 * values of histograms, which it drops, and of observed counters, which it shows; observations of
 * one series by several callbacks, of which it keeps one; instruments that do not agree, of which
 * {@link OtelDeclarationsTest} tells; and start times, which it counts from the start of the
 * provider.
 */
class OtelDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 10_000);

  /** Tells each negative amount; held, so that its level stays. */
  private static final Logger SDK = Logger.getLogger("io.opentelemetry.sdk");

  @BeforeAll
  static void beQuiet() {
    SDK.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    SDK.setLevel(null);
  }

  @Test
  void programs_random_showTheSamePoints() {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < PROGRAMS; i++) {
      long program = random.nextLong();
      try {
        run(program, Integer.MAX_VALUE);
      } catch (AssertionError e) {
        throw new AssertionError("program " + i + " (" + program + ") of seed " + seed, e);
      }
    }
  }

  @Test
  void programs_withOneRecordingLeftOut_areSeenToDiffer() {
    assertThatThrownBy(
            () -> {
              for (int program = 0; program < 100; program++) {
                run(program, 3);
              }
            })
        .isInstanceOf(AssertionError.class);
  }

  /** Runs a program on both sides; ours stops doing anything after a number of steps. */
  private static void run(long program, int steps) {
    Metrics metrics =
        Metrics.builder().diagnostics(Diagnostics.loggingTo(new SilentLogger())).build();
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (SdkMeterProvider sdk = SdkMeterProvider.builder().registerMetricReader(reader).build()) {
      List<Map<Key, Object>> theirs = new ArrayList<>();
      List<Map<Key, Object>> ours = new ArrayList<>();
      play(program, sdk, Integer.MAX_VALUE, () -> theirs.add(points(reader.collectAllMetrics())));
      play(program, metrics.meterProvider(), steps, () -> ours.add(points(Points.of(metrics))));
      assertThat(ours).isEqualTo(theirs);
    }
  }

  private static void play(long program, MeterProvider provider, int steps, Runnable walk) {
    OtelRandomProgram random = new OtelRandomProgram(new SplittableRandom(program), provider);
    int length = random.length();
    for (int step = 0; step < length; step++) {
      if (!random.step(step < steps)) {
        walk.run();
      }
    }
    walk.run();
  }

  /** A point by all that is not its value; descriptions and units of the metric go with it. */
  private record Key(MetricFamily family, Attributes attributes) {}

  private static Map<Key, Object> points(List<Points.Point> points) {
    Map<Key, Object> values = new HashMap<>();
    for (Points.Point point : points) {
      Object value = point.value();
      if (value instanceof Points.Buckets buckets && !point.family().name().contains("advised")) {
        value =
            new Points.Buckets(
                buckets.count(), buckets.sum(), buckets.min(), buckets.max(), List.of(), List.of());
      }
      values.put(new Key(point.family(), point.attributes()), value);
    }
    return values;
  }

  private static Map<Key, Object> points(Collection<MetricData> metrics) {
    Map<Key, Object> values = new HashMap<>();
    for (MetricData metric : metrics) {
      MetricFamily family = family(metric);
      for (PointData point : metric.getData().getPoints()) {
        values.put(new Key(family, point.getAttributes()), value(family, point));
      }
    }
    return values;
  }

  private static MetricFamily family(MetricData metric) {
    var scope = metric.getInstrumentationScopeInfo();
    return new MetricFamily(
        new io.obs4j.core.InstrumentationScope(
            scope.getName(),
            scope.getVersion() == null ? "" : scope.getVersion(),
            scope.getSchemaUrl() == null ? "" : scope.getSchemaUrl(),
            scope.getAttributes()),
        metric.getName(),
        kind(metric),
        metric.getUnit(),
        metric.getDescription(),
        metric.getName().contains("observed"));
  }

  private static MetricKind kind(MetricData metric) {
    MetricDataType type = metric.getType();
    return switch (type) {
      case LONG_GAUGE, DOUBLE_GAUGE -> MetricKind.GAUGE;
      case LONG_SUM -> sum(metric.getLongSumData().isMonotonic());
      case DOUBLE_SUM -> sum(metric.getDoubleSumData().isMonotonic());
      case HISTOGRAM -> MetricKind.HISTOGRAM;
      case SUMMARY, EXPONENTIAL_HISTOGRAM -> throw new AssertionError("unexpected " + type);
    };
  }

  private static MetricKind sum(boolean monotonic) {
    return monotonic ? MetricKind.COUNTER : MetricKind.UP_DOWN_COUNTER;
  }

  private static Object value(MetricFamily family, PointData point) {
    if (point instanceof LongPointData number) {
      return number.getValue();
    }
    if (point instanceof DoublePointData number) {
      return number.getValue();
    }
    HistogramPointData histogram = (HistogramPointData) point;
    boolean advised = family.name().contains("advised");
    return new Points.Buckets(
        histogram.getCount(),
        histogram.getSum(),
        histogram.getMin(),
        histogram.getMax(),
        advised ? histogram.getBoundaries() : List.of(),
        advised ? histogram.getCounts() : List.of());
  }
}
