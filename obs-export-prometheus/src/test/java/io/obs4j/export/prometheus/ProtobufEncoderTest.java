package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Exemplar;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.Attributes;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_1.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Decodes with the classes that client_java generates from the published proto file. */
class ProtobufEncoderTest {

  private static final Attributes GET = Attributes.builder().put("http.method", "GET").build();
  private static final Exemplar EXEMPLAR =
      new Exemplar(
          0.5,
          1_700_000_001_250_000_000L,
          1,
          2,
          3,
          Attributes.builder().put("user", "\uD83D\uDE00").build());

  private final Model model = new Model();

  @Test
  void counter_decodes() throws IOException {
    model
        .family(InstrumentationScope.of("web", "1"), MetricKind.COUNTER, "sent", "By", "Sent")
        .add(GET, new Model.Sum(3L, EXEMPLAR))
        .add(Attributes.empty(), Model.Sum.of(0.25));

    Metrics.MetricFamily family = decode(model).get(0);

    assertThat(family.getName()).isEqualTo("sent_bytes_total");
    assertThat(family.getHelp()).isEqualTo("Sent");
    assertThat(family.getUnit()).isEqualTo("bytes");
    assertThat(family.getType()).isEqualTo(Metrics.MetricType.COUNTER);
    Metrics.Metric metric = family.getMetric(0);
    assertThat(labels(metric.getLabelList()))
        .containsExactly("otel_scope_name=web", "otel_scope_version=1", "http_method=GET");
    assertThat(metric.getCounter().getValue()).isEqualTo(3);
    assertThat(metric.getCounter().getCreatedTimestamp().getSeconds()).isEqualTo(1_700_000_000);
    assertThat(metric.getCounter().getCreatedTimestamp().getNanos()).isEqualTo(123_000_000);
    Metrics.Exemplar exemplar = metric.getCounter().getExemplar();
    assertThat(labels(exemplar.getLabelList()))
        .containsExactly(
            "trace_id=00000000000000010000000000000002",
            "span_id=0000000000000003",
            "user=\uD83D\uDE00");
    assertThat(exemplar.getValue()).isEqualTo(0.5);
    assertThat(exemplar.getTimestamp().getSeconds()).isEqualTo(1_700_000_001);
    assertThat(exemplar.getTimestamp().getNanos()).isEqualTo(250_000_000);
    assertThat(labels(family.getMetric(1).getLabelList()))
        .containsExactly("otel_scope_name=web", "otel_scope_version=1");
    assertThat(family.getMetric(1).getCounter().getValue()).isEqualTo(0.25);
  }

  @Test
  void classicHistogram_decodes() throws IOException {
    model
        .family(MetricKind.HISTOGRAM, "t", "s", "")
        .add(
            GET,
            new Model.Buckets(
                2.5,
                new double[] {1, 2},
                new long[] {1, 0, 2},
                new Exemplar[] {null, null, EXEMPLAR},
                null));

    Metrics.Histogram histogram = decode(model).get(0).getMetric(0).getHistogram();

    assertThat(histogram.getSampleCount()).isEqualTo(3);
    assertThat(histogram.getSampleSum()).isEqualTo(2.5);
    assertThat(histogram.hasSchema()).isFalse();
    assertThat(histogram.getPositiveSpanCount()).isZero();
    assertThat(histogram.getExemplarsCount()).isZero();
    assertThat(histogram.getBucketList())
        .extracting(Metrics.Bucket::getUpperBound)
        .containsExactly(1.0, 2.0, Double.POSITIVE_INFINITY);
    assertThat(histogram.getBucketList())
        .extracting(Metrics.Bucket::getCumulativeCount)
        .containsExactly(1L, 1L, 3L);
    assertThat(histogram.getBucket(2).getExemplar().getValue()).isEqualTo(0.5);
    assertThat(histogram.getBucket(0).hasExemplar()).isFalse();
  }

  @Test
  void nativeHistogram_decodes() throws IOException {
    model
        .family(MetricKind.HISTOGRAM, "t", "s", "")
        .add(
            new Model.Buckets(
                2.5,
                new double[] {1},
                new long[] {6, 4},
                new Exemplar[] {EXEMPLAR, null},
                new Model.Exponential(
                    3, 0.001, 2, new Model.Run(-2, 1, 0, 4), new Model.Run(7, 3))));

    Metrics.Histogram histogram = decode(model).get(0).getMetric(0).getHistogram();

    assertThat(histogram.getSchema()).isEqualTo(3);
    assertThat(histogram.getZeroThreshold()).isEqualTo(0.001);
    assertThat(histogram.getZeroCount()).isEqualTo(2);
    assertThat(buckets(histogram.getPositiveSpanList(), histogram.getPositiveDeltaList()))
        .isEqualTo(Map.of(-1, 1L, 0, 0L, 1, 4L));
    assertThat(buckets(histogram.getNegativeSpanList(), histogram.getNegativeDeltaList()))
        .isEqualTo(Map.of(8, 3L));
    assertThat(histogram.getBucketCount()).isEqualTo(2);
    assertThat(histogram.getExemplarsCount()).isEqualTo(1);
    assertThat(histogram.getCreatedTimestamp().getSeconds()).isEqualTo(1_700_000_000);
  }

  @Test
  void nativeHistogram_finerThanPrometheusKnows_isCoarsened() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 500; i++) {
      int shift = random.nextInt(0, 13);
      int offset = random.nextInt(-5_000, 5_000);
      long[] counts = random.longs(random.nextInt(1, 200), 0, 1L << 40).toArray();
      TreeMap<Integer, Long> expected = new TreeMap<>();
      for (int b = 0; b < counts.length; b++) {
        expected.merge(Math.floorDiv(offset + b, 1 << shift) + 1, counts[b], Long::sum);
      }
      Model one = new Model();
      one.family(MetricKind.HISTOGRAM, "t")
          .add(
              new Model.Buckets(
                  1,
                  new double[] {},
                  new long[] {1},
                  new Exemplar[] {null},
                  new Model.Exponential(
                      8 + shift, 0, 0, new Model.Run(offset, counts), new Model.Run(0))));

      Metrics.Histogram histogram = decode(one).get(0).getMetric(0).getHistogram();

      assertThat(histogram.getSchema()).isEqualTo(8);
      assertThat(buckets(histogram.getPositiveSpanList(), histogram.getPositiveDeltaList()))
          .isEqualTo(expected);
    }
  }

  @Test
  void nativeHistogram_empty_isToldFromAClassicOne() throws IOException {
    model.family(MetricKind.HISTOGRAM, "t").add(exponential(4));

    Metrics.Histogram histogram = decode(model).get(0).getMetric(0).getHistogram();

    assertThat(histogram.getPositiveSpanCount()).isEqualTo(1);
    assertThat(histogram.getPositiveSpan(0).getLength()).isZero();
  }

  @Test
  void nativeHistogram_coarserThanPrometheusKnows_hasClassicBucketsOnly() throws IOException {
    model.family(MetricKind.HISTOGRAM, "t").add(exponential(-5));

    Metrics.Histogram histogram = decode(model).get(0).getMetric(0).getHistogram();

    assertThat(histogram.hasSchema()).isFalse();
    assertThat(histogram.getPositiveSpanCount()).isZero();
    assertThat(histogram.getBucketCount()).isEqualTo(1);
  }

  @Test
  void otherKinds_decode() throws IOException {
    model.family(MetricKind.GAUGE, "g", "1", "").add(new Model.Value(Double.NaN));
    model.family(MetricKind.UP_DOWN_COUNTER, "u").add(Model.Sum.of(-2L));
    model.family(MetricKind.INFO, "i").add(GET, new Model.Info());
    model
        .family(MetricKind.STATE_SET, "s")
        .add(GET, new Model.States(new TreeMap<>(Map.of("up", true, "down", false))));
    model
        .family(MetricKind.SUMMARY, "q")
        .add(new Model.Quantiles(2, 3, new double[] {0.5, 1}, new double[] {1.5, 2}));

    List<Metrics.MetricFamily> families = decode(model);

    assertThat(families)
        .extracting(Metrics.MetricFamily::getName)
        .containsExactly("g_ratio", "u", "i_info", "s", "q");
    assertThat(families.get(0).getMetric(0).getGauge().getValue()).isNaN();
    assertThat(families.get(1).getMetric(0).getGauge().getValue()).isEqualTo(-2);
    assertThat(families.get(2).getMetric(0).getGauge().getValue()).isEqualTo(1);
    assertThat(labels(families.get(3).getMetric(0).getLabelList()))
        .containsExactly("http_method=GET", "s=down");
    assertThat(families.get(3).getMetric(1).getGauge().getValue()).isEqualTo(1);
    Metrics.Summary summary = families.get(4).getMetric(0).getSummary();
    assertThat(summary.getSampleCount()).isEqualTo(2);
    assertThat(summary.getSampleSum()).isEqualTo(3);
    assertThat(summary.getQuantile(0).getQuantile()).isEqualTo(0.5);
    assertThat(summary.getQuantile(1).getValue()).isEqualTo(2);
  }

  @Test
  void manySeries_goOutInSeveralMessagesOfOneName() throws IOException {
    Model.Family family = model.family(MetricKind.COUNTER, "n");
    int series = 20_000;
    for (int i = 0; i < series; i++) {
      family.add(
          Attributes.builder().put("route", "x".repeat(100) + i).build(), Model.Sum.of((long) i));
    }
    model.family(MetricKind.COUNTER, "m").add(Model.Sum.of(1L));

    List<Metrics.MetricFamily> families = decode(model);

    assertThat(families.get(families.size() - 1).getName()).isEqualTo("m_total");
    List<Metrics.MetricFamily> parts = families.subList(0, families.size() - 1);
    assertThat(parts).hasSizeGreaterThan(1);
    assertThat(parts).allSatisfy(part -> assertThat(part.getName()).isEqualTo("n_total"));
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat(part.getSerializedSize())
                    .isLessThan(ProtobufEncoder.LARGEST_MESSAGE + 1_024));
    assertThat(parts.stream().flatMap(part -> part.getMetricList().stream()))
        .extracting(metric -> metric.getCounter().getValue())
        .hasSize(series)
        .isSorted();
  }

  private static Model.Buckets exponential(int scale) {
    return new Model.Buckets(
        0,
        new double[] {},
        new long[] {0},
        new Exemplar[] {null},
        new Model.Exponential(scale, 0, 0, new Model.Run(0), new Model.Run(0)));
  }

  static Map<Integer, Long> buckets(List<Metrics.BucketSpan> spans, List<Long> deltas) {
    Map<Integer, Long> buckets = new TreeMap<>();
    int index = 0;
    int next = 0;
    long count = 0;
    for (Metrics.BucketSpan span : spans) {
      index += span.getOffset();
      for (int i = 0; i < span.getLength(); i++) {
        count += deltas.get(next++);
        buckets.put(index++, count);
      }
    }
    assertThat(next).isEqualTo(deltas.size());
    return buckets;
  }

  private static List<String> labels(List<Metrics.LabelPair> labels) {
    return labels.stream().map(label -> label.getName() + "=" + label.getValue()).toList();
  }

  static byte[] page(Model model) {
    return Page.bytes(
        Page.builder(model).build(),
        new ExpositionFormat(ExpositionFormat.Encoding.PROTOBUF, Escaping.UNDERSCORES),
        Set.of());
  }

  private static List<Metrics.MetricFamily> decode(Model model) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(page(model));
    List<Metrics.MetricFamily> families = new ArrayList<>();
    while (in.available() > 0) {
      families.add(Metrics.MetricFamily.parseDelimitedFrom(in));
    }
    return families;
  }
}
