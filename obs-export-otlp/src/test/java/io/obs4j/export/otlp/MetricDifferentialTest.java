package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.ManualClock;
import io.obs4j.core.Resource;
import io.obs4j.core.SelfMetrics;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is sent of random programs means the same as what OpenTelemetry's SDK and exporter send of
 * them, cumulative and as differences, in protobuf and in JSON.
 *
 * <p>Left out: the extremes of differences, and gauges that were not set in the interval, which we
 * tell only with the first and always, respectively; how fine the scale of an exponential histogram
 * is, beyond {@link MetricRequests#SCALE}; when a gauge began, and what was counted since before
 * there was anything to count: see {@link PointTimes}.
 */
class MetricDifferentialTest {

  private static final int PROGRAMS = 250;
  private static final List<Attributes> SETS =
      List.of(
          Attributes.empty(),
          Attributes.of(AttributeKey.stringKey("k"), "é"),
          Attributes.of(AttributeKey.longKey("k"), 1L, AttributeKey.booleanKey("l"), true),
          Attributes.of(AttributeKey.stringArrayKey("k"), List.of("1", "2")));

  @Test
  void cumulative_protobuf_meansWhatOpenTelemetrySends() {
    repeat(OtlpTemporality.CUMULATIVE, OtlpProtocol.PROTOBUF);
  }

  @Test
  void cumulative_json_meansWhatOpenTelemetrySends() {
    repeat(OtlpTemporality.CUMULATIVE, OtlpProtocol.JSON);
  }

  @Test
  void delta_protobuf_meansWhatOpenTelemetrySends() {
    repeat(OtlpTemporality.DELTA, OtlpProtocol.PROTOBUF);
  }

  @Test
  void lowMemory_protobuf_meansWhatOpenTelemetrySends() {
    repeat(OtlpTemporality.LOW_MEMORY, OtlpProtocol.PROTOBUF);
  }

  private static void repeat(OtlpTemporality temporality, OtlpProtocol protocol) {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    for (int i = 0; i < PROGRAMS; i++) {
      try {
        run(seed + i, temporality, protocol);
      } catch (Throwable e) {
        throw new AssertionError("seed " + (seed + i), e);
      }
    }
  }

  private static void run(long seed, OtlpTemporality temporality, OtlpProtocol protocol)
      throws IOException {
    ManualClock clock = ManualClock.at(Instant.EPOCH.plusSeconds(1));
    Metrics metrics = Metrics.builder().clock(clock).build();
    PullReader theirs = new PullReader(selector(temporality));
    PointTimes before = PointTimes.NONE;
    try (SdkMeterProvider sdk =
            SdkMeterProvider.builder()
                .setClock(theirClock(clock))
                .setResource(io.opentelemetry.sdk.resources.Resource.empty())
                .registerView(
                    InstrumentSelector.builder().setName("exponential*").build(),
                    View.builder()
                        .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                        .build())
                .registerMetricReader(theirs)
                .build();
        io.obs4j.core.MetricReader reader = metrics.openReader()) {
      MetricRequestEncoder encoder =
          new MetricRequestEncoder(Resource.of(Attributes.empty()), protocol, temporality, 1 << 20);
      Program their = new Program(seed, sdk, temporality);
      Program our = new Program(seed, metrics.meterProvider(), temporality);
      for (int round = 0; round < 3; round++) {
        clock.advance(Duration.ofMillis(1));
        their.run();
        our.run();
        clock.advance(Duration.ofMillis(1));
        ExportMetricsServiceRequest expected =
            ExportMetricsServiceRequest.parseFrom(
                PeerRequests.bytes(MetricsRequestMarshaler.create(theirs.collect())));
        int count = encoder.collect(reader, clock.epochNanos());
        assertThat(encoder.leftOut()).isEmpty();
        if (count > 0) {
          encoder.acknowledge(0);
        }
        ExportMetricsServiceRequest sent = sent(encoder, count, protocol);
        compare(sent, expected, temporality);
        PointTimes times = PointTimes.of(sent);
        times.assertAgree(PointTimes.of(expected), before);
        before = before.and(times);
      }
    }
  }

  /** What a collection came to, but for what the library tells of itself. */
  private static ExportMetricsServiceRequest sent(
      MetricRequestEncoder encoder, int count, OtlpProtocol protocol) throws IOException {
    assertThat(count).isLessThan(2);
    if (count == 0) {
      return ExportMetricsServiceRequest.getDefaultInstance();
    }
    ExportMetricsServiceRequest.Builder sent =
        protocol == OtlpProtocol.PROTOBUF
            ? MetricRequests.protobuf(encoder, 0).toBuilder()
            : ExportMetricsServiceRequest.newBuilder().mergeFrom(MetricRequests.json(encoder, 0));
    var resource = sent.getResourceMetricsBuilder(0);
    for (int i = resource.getScopeMetricsCount() - 1; i >= 0; i--) {
      if (resource.getScopeMetrics(i).getScope().getName().equals(SelfMetrics.SCOPE.name())) {
        resource.removeScopeMetrics(i);
      }
    }
    return resource.getScopeMetricsCount() == 0
        ? ExportMetricsServiceRequest.getDefaultInstance()
        : sent.build();
  }

  private static void compare(
      ExportMetricsServiceRequest ours,
      ExportMetricsServiceRequest theirs,
      OtlpTemporality temporality) {
    boolean withExtremes = temporality == OtlpTemporality.CUMULATIVE;
    Meaning.assertSame(
        MetricRequests.comparable(ours, withExtremes),
        MetricRequests.comparable(theirs, withExtremes));
  }

  private static io.opentelemetry.sdk.common.Clock theirClock(ManualClock clock) {
    return new io.opentelemetry.sdk.common.Clock() {
      @Override
      public long now() {
        return clock.epochNanos();
      }

      @Override
      public long nanoTime() {
        return clock.nanoTime();
      }
    };
  }

  private static AggregationTemporalitySelector selector(OtlpTemporality temporality) {
    return switch (temporality) {
      case CUMULATIVE -> AggregationTemporalitySelector.alwaysCumulative();
      case DELTA -> AggregationTemporalitySelector.deltaPreferred();
      case LOW_MEMORY -> AggregationTemporalitySelector.lowMemory();
    };
  }

  /** The same calls for each provider that it is given, as long as the numbers are the same. */
  private static final class Program {

    private final Random random;
    private final List<Meter> meters;
    private final boolean gauges;
    private long observed;

    Program(long seed, MeterProvider provider, OtlpTemporality temporality) {
      random = new Random(seed);
      boolean observing = seed % 2 == 0;
      meters =
          List.of(
              provider.get("one"),
              provider
                  .meterBuilder("two")
                  .setInstrumentationVersion("2")
                  .setSchemaUrl("https://schema")
                  .build());
      gauges = temporality == OtlpTemporality.CUMULATIVE;
      if (observing) {
        meters.get(0).counterBuilder("observed").buildWithCallback(m -> m.record(observed));
      }
    }

    void run() {
      observed += 1 + random.nextInt(3);
      for (int i = random.nextInt(20); i > 0; i--) {
        step();
      }
    }

    private void step() {
      Meter meter = meters.get(random.nextInt(meters.size()));
      Attributes attributes = SETS.get(random.nextInt(SETS.size()));
      int value = 1 + random.nextInt(1_000);
      switch (random.nextInt(8)) {
        case 0 -> meter.counterBuilder("count").setUnit("{é}").build().add(value, attributes);
        case 1 -> meter.counterBuilder("sum").ofDoubles().build().add(0.25 * value, attributes);
        case 2 -> meter.upDownCounterBuilder("balance").build().add(value - 500, attributes);
        case 3, 4 ->
            meter
                .histogramBuilder("explicit")
                .setDescription("Values.")
                .setExplicitBucketBoundariesAdvice(List.of(10.0, 100.0))
                .build()
                .record(0.25 * value, attributes);
        case 5, 6 ->
            meter
                .histogramBuilder("exponential")
                .setUnit("s")
                .build()
                .record(value * Math.pow(2, random.nextInt(16)), attributes);
        default -> {
          if (gauges) {
            meter.gaugeBuilder("gauge").ofLongs().build().set(value, attributes);
            meter.gaugeBuilder("level").build().set(0.5 * value, attributes);
          }
        }
      }
    }
  }

  /** Hands over what the SDK has when it is asked. */
  private static final class PullReader implements MetricReader {

    private final AggregationTemporalitySelector selector;
    private CollectionRegistration registration = CollectionRegistration.noop();

    PullReader(AggregationTemporalitySelector selector) {
      this.selector = selector;
    }

    Collection<MetricData> collect() {
      return registration.collectAllMetrics();
    }

    @Override
    public void register(CollectionRegistration newRegistration) {
      registration = newRegistration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return selector.getAggregationTemporality(type);
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
