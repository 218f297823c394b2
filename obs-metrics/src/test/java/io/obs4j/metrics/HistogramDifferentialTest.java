package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.sdk.metrics.Base2ExponentialHistogramOptions;
import io.opentelemetry.sdk.metrics.ExplicitBucketHistogramOptions;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random programs of recordings give the same distributions here, in the OpenTelemetry SDK and in
 * Prometheus' client.
 *
 * <p>Left out are NaN and infinities, which client_java sums; numbers so close to an exponential
 * bound that a rounding decides; and for the SDK negative numbers, which it ignores, and powers of
 * two, which its logarithm puts above a bound that they are on (2<sup>-13</sup> at scale 2). Where
 * client_java ends at another scale, since it counts the buckets that are not empty, distributions
 * are compared at the coarser one.
 */
class HistogramDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 10_000);

  @Test
  void record_randomPrograms_agreesWithTheSdk() {
    run(HistogramDifferentialTest::compareWithSdk);
  }

  @Test
  void record_randomPrograms_agreesWithClientJava() {
    run(HistogramDifferentialTest::compareWithClientJava);
  }

  @Test
  void buckets_oneCountMoved_isSeen() {
    Map<Integer, Long> ours = new TreeMap<>(Map.of(3, 2L, 4, 1L));
    Map<Integer, Long> moved = new TreeMap<>(Map.of(3, 1L, 4, 2L));

    assertThat(coarser(ours, 0)).isNotEqualTo(coarser(moved, 0));
    assertThat(coarser(ours, 3)).isEqualTo(coarser(moved, 3));
  }

  private interface Comparison {
    void run(Program program);
  }

  private static void run(Comparison comparison) {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < PROGRAMS; i++) {
      Program program = Program.random(random);
      try {
        comparison.run(program);
      } catch (AssertionError e) {
        throw new AssertionError("program " + i + " of seed " + seed + ": " + program, e);
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Program(int maxScale, int maxBuckets, double[] bounds, double[] values) {

    static Program random(SplittableRandom random) {
      double[] bounds =
          random
              .doubles(1 + random.nextInt(30), -10, 10)
              .map(exponent -> Math.pow(2, exponent))
              .sorted()
              .distinct()
              .toArray();
      double spread = random.nextInt(4) == 0 ? 100 : 1 + random.nextInt(8);
      double[] values = new double[random.nextInt(60)];
      for (int i = 0; i < values.length; i++) {
        double magnitude = Math.pow(2, (random.nextDouble() - 0.5) * 2 * spread);
        values[i] =
            switch (random.nextInt(12)) {
              case 0 -> 0;
              case 1 -> -magnitude;
              case 2 -> Math.scalb(1.0, random.nextInt(-20, 20));
              case 3 -> bounds[random.nextInt(bounds.length)];
              default -> magnitude;
            };
      }
      for (int i = 0; i < values.length; i++) {
        if (isNearABound(values[i])) {
          values[i] = 1;
        }
      }
      return new Program(random.nextInt(0, 9), random.nextInt(4, 200), bounds, values);
    }

    /** Whether a logarithm may put a number on the wrong side of a bound at the finest scale. */
    private static boolean isNearABound(double value) {
      double magnitude = Math.abs(value);
      return magnitude != 0
          && !isPowerOfTwo(magnitude)
          && ExponentialIndex.of(magnitude * (1 - 1e-12))
              != ExponentialIndex.of(magnitude * (1 + 1e-12));
    }

    Distribution ours() {
      Metrics metrics = Metrics.create();
      Histogram histogram =
          metrics.histogram("h").exponential(maxScale, maxBuckets).both(bounds).create();
      for (double value : values) {
        histogram.record(value);
      }
      return Distribution.of(metrics, "h");
    }

    @Override
    public String toString() {
      return "scale "
          + maxScale
          + " buckets "
          + maxBuckets
          + " bounds "
          + Arrays.toString(bounds)
          + " values "
          + Arrays.toString(values);
    }
  }

  private static boolean isPowerOfTwo(double magnitude) {
    return magnitude == Math.scalb(1.0, Math.getExponent(magnitude));
  }

  private static void compareWithSdk(Program program) {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (SdkMeterProvider provider =
        SdkMeterProvider.builder()
            .registerMetricReader(reader)
            .registerView(
                InstrumentSelector.builder().setName("exponential").build(),
                View.builder()
                    .setAggregation(
                        io.opentelemetry.sdk.metrics.Aggregation.base2ExponentialBucketHistogram(
                            Base2ExponentialHistogramOptions.builder()
                                .setMaxBuckets(program.maxBuckets)
                                .setMaxScale(program.maxScale)
                                .build()))
                    .build())
            .registerView(
                InstrumentSelector.builder().setName("explicit").build(),
                View.builder()
                    .setAggregation(
                        io.opentelemetry.sdk.metrics.Aggregation.explicitBucketHistogram(
                            ExplicitBucketHistogramOptions.builder()
                                .setBucketBoundaries(Arrays.stream(program.bounds).boxed().toList())
                                .build()))
                    .build())
            .build()) {
      DoubleHistogram exponential =
          provider.get("differential").histogramBuilder("exponential").build();
      DoubleHistogram explicit = provider.get("differential").histogramBuilder("explicit").build();
      Program taken =
          new Program(
              program.maxScale,
              program.maxBuckets,
              program.bounds,
              Arrays.stream(program.values)
                  .filter(value -> value == 0 || (value > 0 && !isPowerOfTwo(value)))
                  .toArray());
      for (double value : taken.values) {
        exponential.record(value);
        explicit.record(value);
      }
      Distribution ours = taken.ours();
      assertThat(ours.count()).isEqualTo(taken.values.length);
      for (MetricData metric : reader.collectAllMetrics()) {
        if (metric.getName().equals("explicit")) {
          compareExplicit(ours, metric.getHistogramData().getPoints().iterator().next());
        } else {
          compareExponential(
              ours, metric.getExponentialHistogramData().getPoints().iterator().next());
        }
      }
    }
  }

  private static void compareExplicit(Distribution ours, HistogramPointData theirs) {
    assertThat(ours.counts())
        .isEqualTo(theirs.getCounts().stream().mapToLong(Long::longValue).toArray());
    assertThat(ours.sum()).isCloseTo(theirs.getSum(), within(Math.abs(theirs.getSum()) * 1e-12));
    assertThat(ours.min()).isEqualTo(theirs.getMin());
    assertThat(ours.max()).isEqualTo(theirs.getMax());
  }

  private static void compareExponential(Distribution ours, ExponentialHistogramPointData theirs) {
    assertThat(ours.count()).isEqualTo(theirs.getCount());
    assertThat(ours.zeroCount()).isEqualTo(theirs.getZeroCount());
    if (ours.positive().length == 0) {
      return;
    }
    ExponentialHistogramBuckets buckets = theirs.getPositiveBuckets();
    assertThat(ours.scale()).isEqualTo(buckets.getScale());
    assertThat(buckets(ours.positiveOffset(), ours.positive()))
        .isEqualTo(
            buckets(
                buckets.getOffset(),
                buckets.getBucketCounts().stream().mapToLong(Long::longValue).toArray()));
  }

  private static void compareWithClientJava(Program program) {
    var classic =
        io.prometheus.metrics.core.metrics.Histogram.builder()
            .name("classic")
            .classicOnly()
            .classicUpperBounds(program.bounds)
            .build();
    var sparse =
        io.prometheus.metrics.core.metrics.Histogram.builder()
            .name("native")
            .nativeOnly()
            .nativeInitialSchema(program.maxScale)
            .nativeMaxNumberOfBuckets(program.maxBuckets)
            .nativeMinZeroThreshold(0)
            .nativeMaxZeroThreshold(0)
            .build();
    for (double value : program.values) {
      classic.observe(value);
      sparse.observe(value);
    }
    Distribution ours = program.ours();
    if (program.values.length == 0) {
      assertThat(ours.count()).isZero();
      return;
    }
    HistogramDataPointSnapshot buckets = classic.collect().getDataPoints().get(0);
    long[] counts = new long[ours.counts().length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.getClassicBuckets().getCount(i);
    }
    assertThat(ours.counts()).isEqualTo(counts);
    assertThat(ours.sum()).isCloseTo(buckets.getSum(), within(Math.abs(buckets.getSum()) * 1e-12));

    HistogramDataPointSnapshot powers = sparse.collect().getDataPoints().get(0);
    assertThat(ours.count()).isEqualTo(powers.getCount());
    assertThat(ours.zeroCount()).isEqualTo(powers.getNativeZeroCount());
    int scale = Math.min(ours.scale(), powers.getNativeSchema());
    // Their bucket i ends at base^i, ours begins there.
    assertThat(coarser(buckets(ours.positiveOffset(), ours.positive()), ours.scale() - scale))
        .isEqualTo(
            coarser(
                buckets(powers.getNativeBucketsForPositiveValues()),
                powers.getNativeSchema() - scale));
    assertThat(coarser(buckets(ours.negativeOffset(), ours.negative()), ours.scale() - scale))
        .isEqualTo(
            coarser(
                buckets(powers.getNativeBucketsForNegativeValues()),
                powers.getNativeSchema() - scale));
  }

  private static Map<Integer, Long> buckets(int offset, long[] counts) {
    Map<Integer, Long> buckets = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        buckets.put(offset + i, counts[i]);
      }
    }
    return buckets;
  }

  private static Map<Integer, Long> buckets(NativeHistogramBuckets theirs) {
    Map<Integer, Long> buckets = new TreeMap<>();
    for (int i = 0; i < theirs.size(); i++) {
      if (theirs.getCount(i) != 0) {
        buckets.put(theirs.getBucketIndex(i) - 1, theirs.getCount(i));
      }
    }
    return buckets;
  }

  private static Map<Integer, Long> coarser(Map<Integer, Long> buckets, int shift) {
    Map<Integer, Long> merged = new TreeMap<>();
    buckets.forEach((index, count) -> merged.merge(index >> shift, count, Long::sum));
    return merged;
  }
}
