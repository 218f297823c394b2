package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.ManualClock;
import io.obs4j.core.MetricReader;
import io.obs4j.core.Resource;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The differences that were acknowledged come to all that was recorded: whatever collections fail,
 * in whole or in part, whatever series are removed and begun anew, and whatever scale an
 * exponential histogram has come to. Their intervals join where a series lives on and grows all the
 * time; one that was removed ends when it is told, which is later than its successor begins.
 */
class DeltaPropertyTest {

  private static final int PROGRAMS = 150;
  private static final String[] KEYS = {"a", "b", "c", "d"};

  @Test
  void differences_acknowledged_comeToAllThatWasRecorded() {
    repeat(PROGRAMS, false);
  }

  @Test
  void differences_oneAcknowledgementLost_areSeenToDiffer() {
    assertThatThrownBy(() -> repeat(20, true)).isInstanceOf(AssertionError.class);
  }

  /** A callback makes its series when it is called, after the time of the reading was taken. */
  @ParameterizedTest
  @EnumSource(OtlpTemporality.class)
  void times_seriesYoungerThanTheReading_beginBeforeTheyEndAndJoin(OtlpTemporality temporality) {
    Metrics metrics = Metrics.create();
    Counter counter = metrics.counter("count").create();
    MetricRequestEncoder encoder =
        new MetricRequestEncoder(
            Resource.of(Attributes.empty()), OtlpProtocol.PROTOBUF, temporality, 1 << 20);
    List<NumberDataPoint> points = new ArrayList<>();
    try (MetricReader reader = metrics.openReader()) {
      for (long time : new long[] {1, 2, Long.MAX_VALUE}) {
        counter.increment();
        assertThat(encoder.collect(reader, time)).isEqualTo(1);
        for (Metric metric : MetricRequests.metrics(MetricRequests.protobuf(encoder, 0))) {
          if (metric.getName().equals("count")) {
            points.addAll(metric.getSum().getDataPointsList());
          }
        }
        encoder.acknowledge(0);
      }
    }

    assertThat(points)
        .hasSize(3)
        .allMatch(point -> point.getStartTimeUnixNano() <= point.getTimeUnixNano());
    if (temporality != OtlpTemporality.CUMULATIVE) {
      for (int i = 1; i < points.size(); i++) {
        assertThat(points.get(i).getStartTimeUnixNano())
            .isEqualTo(points.get(i - 1).getTimeUnixNano());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OtlpTemporality.class)
  void exemplars_ofAnExponentialHistogram_areThereAtEveryTemporality(OtlpTemporality temporality) {
    Metrics metrics = Metrics.create();
    Histogram histogram = metrics.histogram("exponential").create();
    SpanContext span =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    try (Scope scope = Span.wrap(span).makeCurrent()) {
      assertThat(scope).isNotNull();
      histogram.record(5);
    }
    MetricRequestEncoder encoder =
        new MetricRequestEncoder(
            Resource.of(Attributes.empty()), OtlpProtocol.PROTOBUF, temporality, 1 << 20);
    try (MetricReader reader = metrics.openReader()) {
      assertThat(encoder.collect(reader, 1)).isEqualTo(1);
    }

    List<Double> exemplars = new ArrayList<>();
    for (Metric metric : MetricRequests.metrics(MetricRequests.protobuf(encoder, 0))) {
      metric
          .getExponentialHistogram()
          .getDataPointsList()
          .forEach(
              point ->
                  point
                      .getExemplarsList()
                      .forEach(exemplar -> exemplars.add(exemplar.getAsDouble())));
    }
    assertThat(exemplars).containsExactly(5.0);
  }

  private static void repeat(int programs, boolean losing) {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    for (int i = 0; i < programs; i++) {
      try {
        new Program(seed + i, losing).run();
      } catch (Throwable e) {
        throw new AssertionError("seed " + (seed + i), e);
      }
    }
  }

  private static final class Program {

    private static final String STEADY = "steady";

    private final Random random;
    private final ManualClock clock = ManualClock.at(Instant.EPOCH.plusSeconds(1));
    private final Metrics metrics = Metrics.builder().clock(clock).build();
    private final Family<Counter> counters = metrics.counter("count").labels("k");
    private final Family<Histogram> explicit =
        metrics.histogram("explicit").explicit(1, 1_000).labels("k");
    private final Family<Histogram> exponential = metrics.histogram("exponential").labels("k");
    private final Map<String, Double> recorded = new TreeMap<>();
    private final Map<String, Double> told = new TreeMap<>();
    private final MetricRequestEncoder encoder;
    private final Map<String, Long> ends = new TreeMap<>();
    private boolean losing;

    Program(long seed, boolean losing) {
      random = new Random(seed);
      this.losing = losing;
      encoder =
          new MetricRequestEncoder(
              Resource.of(Attributes.empty()),
              OtlpProtocol.PROTOBUF,
              OtlpTemporality.DELTA,
              seed % 2 == 0 ? 1 << 20 : 900);
    }

    void run() {
      try (MetricReader reader = metrics.openReader()) {
        for (int round = 0; round < 20; round++) {
          for (int i = random.nextInt(30); i > 0; i--) {
            clock.advance(Duration.ofMillis(1));
            step(KEYS[random.nextInt(KEYS.length)]);
          }
          growSteadily();
          collect(reader, random.nextInt(3));
        }
        // A series that was removed hides those of its key that came after it, one at a time.
        for (int i = 0; i < 100; i++) {
          collect(reader, 0);
        }
      }
      assertThat(told).isEqualTo(recorded);
    }

    /** These are never removed, and none of their differences is empty. */
    private void growSteadily() {
      counters.of(STEADY).add(1);
      explicit.of(STEADY).record(1);
      exponential.of(STEADY).record(1);
      recorded.merge("count steady", 1.0, Double::sum);
      recorded.merge("explicit steady sum", 1.0, Double::sum);
      recorded.merge("explicit steady 0", 1.0, Double::sum);
      recorded.merge("exponential steady sum", 1.0, Double::sum);
      recorded.merge("exponential steady " + bucket(1), 1.0, Double::sum);
    }

    private void step(String key) {
      // Some quarters of a power of two: sums are exact, and scales differ.
      double value = 0.25 * (1 + random.nextInt(8)) * Math.scalb(1.0, random.nextInt(20));
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          int amount = 1 + random.nextInt(5);
          counters.of(key).add(amount);
          recorded.merge("count " + key, (double) amount, Double::sum);
        }
        case 2, 3 -> {
          explicit.of(key).record(value);
          String name = "explicit " + key;
          recorded.merge(name + " sum", value, Double::sum);
          int bucket = value <= 1 ? 0 : value <= 1_000 ? 1 : 2;
          recorded.merge(name + " " + bucket, 1.0, Double::sum);
        }
        case 4, 5, 6 -> {
          exponential.of(key).record(value);
          recorded.merge("exponential " + key + " sum", value, Double::sum);
          recorded.merge("exponential " + key + " " + bucket(value), 1.0, Double::sum);
        }
        default -> {
          switch (random.nextInt(3)) {
            case 0 -> counters.remove(key);
            case 1 -> explicit.remove(key);
            default -> exponential.remove(key);
          }
        }
      }
    }

    /** The bucket that holds a value above base^index, up to base^(index + 1). */
    private static int bucket(double value) {
      double base = Math.pow(2, Math.pow(2, -MetricRequests.SCALE));
      int index = (int) Math.ceil(Math.log(value) / Math.log(base) - 1e-9) - 1;
      return index;
    }

    private void collect(MetricReader reader, int failing) {
      clock.advance(Duration.ofMillis(1));
      int count = encoder.collect(reader, clock.epochNanos());
      assertThat(encoder.leftOut()).isEmpty();
      for (int request = 0; request < count; request++) {
        // None fails, each by itself may fail, or all do.
        boolean fails = failing == 2 || (failing == 1 && random.nextBoolean());
        if (fails && !losing) {
          continue;
        }
        MetricRequests.metrics(MetricRequests.protobuf(encoder, request)).forEach(this::add);
        if (!fails) {
          encoder.acknowledge(request);
        }
      }
    }

    private void join(String name, long start, long end) {
      Long before = ends.put(name, end);
      assertThat(start).as(name).isLessThan(end);
      if (before != null && name.endsWith(STEADY)) {
        assertThat(start).as(name).isEqualTo(before);
      }
    }

    private void add(Metric metric) {
      for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
        String name = metric.getName() + " " + key(point.getAttributesList());
        if (metric.getName().equals("count")) {
          join(name, point.getStartTimeUnixNano(), point.getTimeUnixNano());
          told.merge(name, (double) point.getAsInt(), Double::sum);
        }
      }
      for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
        String name = metric.getName() + " " + key(point.getAttributesList());
        join(name, point.getStartTimeUnixNano(), point.getTimeUnixNano());
        told.merge(name + " sum", point.getSum(), Double::sum);
        for (int i = 0; i < point.getBucketCountsCount(); i++) {
          if (point.getBucketCounts(i) != 0) {
            told.merge(name + " " + i, (double) point.getBucketCounts(i), Double::sum);
          }
        }
      }
      for (ExponentialHistogramDataPoint point :
          metric.getExponentialHistogram().getDataPointsList()) {
        String name = metric.getName() + " " + key(point.getAttributesList());
        join(name, point.getStartTimeUnixNano(), point.getTimeUnixNano());
        told.merge(name + " sum", point.getSum(), Double::sum);
        Map<Integer, Long> counts = new TreeMap<>();
        MetricRequests.addBuckets(counts, point.getScale(), point.getPositive());
        counts.forEach(
            (bucket, total) -> told.merge(name + " " + bucket, (double) total, Double::sum));
      }
    }

    private static String key(List<io.opentelemetry.proto.common.v1.KeyValue> of) {
      return MetricRequests.text(of).substring("k=".length());
    }
  }
}
