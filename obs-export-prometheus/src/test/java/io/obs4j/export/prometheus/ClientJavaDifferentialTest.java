package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_1.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The same random metrics through our encoders and through client_java's; both pages are read back
 * and compared. Set aside, because the two differ and both are right: the order of lines and
 * labels; how numbers are spelt; lone surrogates (a question mark there); exemplars of native
 * histograms beside those of the classic buckets (ours alone repeat them); empty native buckets
 * (left out there); the creation times that client_java's text 0.0.4 adds as families of their own.
 */
class ClientJavaDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 4_000);

  private final long seed = Long.getLong("obs4j.seed", System.nanoTime());

  @Test
  void text_randomMetrics_agrees() throws IOException {
    ExpositionFormatWriter peer = PrometheusTextFormatWriter.create();
    RandomModel models = new RandomModel(seed);
    for (int i = 0; i < PROGRAMS; i++) {
      Model model = models.next();
      String ours = Page.text(model);
      String theirs = new String(write(peer, model), StandardCharsets.UTF_8);
      Map<String, String> expected = PageReader.read(theirs);
      if (!PageReader.read(ours).equals(expected)) {
        assertThat(PageReader.read(ours)).as("seed %s program %s", seed, i).isEqualTo(expected);
      }
    }
  }

  @Test
  void openMetrics_randomMetrics_agrees() throws IOException {
    ExpositionFormatWriter peer =
        OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(true).build();
    RandomModel models = new RandomModel(seed);
    for (int i = 0; i < PROGRAMS; i++) {
      Model model = models.next();
      String ours = Page.openMetrics(model);
      String theirs = new String(write(peer, model), StandardCharsets.UTF_8);
      Map<String, String> expected = PageReader.read(theirs);
      if (!PageReader.read(ours).equals(expected)) {
        assertThat(PageReader.read(ours)).as("seed %s program %s", seed, i).isEqualTo(expected);
      }
      assertThat(ours).endsWith("# EOF\n");
    }
  }

  @Test
  void protobuf_randomMetrics_agrees() throws IOException {
    ExpositionFormatWriter peer = new PrometheusProtobufWriter();
    RandomModel models = new RandomModel(seed).withNativeHistograms();
    for (int i = 0; i < PROGRAMS; i++) {
      Model model = models.next();
      Map<String, String> expected = read(write(peer, model));
      Map<String, String> ours = read(ProtobufEncoderTest.page(model));
      if (!ours.equals(expected)) {
        assertThat(ours).as("seed %s program %s", seed, i).isEqualTo(expected);
      }
    }
  }

  @Test
  void plantedFault_isSeen() throws IOException {
    Model model = new RandomModel(seed).next();
    String theirs =
        new String(write(PrometheusTextFormatWriter.create(), model), StandardCharsets.UTF_8);
    String faulty = Page.text(model).replaceFirst("# TYPE (\\w+) \\w+", "# TYPE $1 wrong");

    assertThat(PageReader.read(faulty)).isNotEqualTo(PageReader.read(theirs));
  }

  private static byte[] write(ExpositionFormatWriter peer, Model model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    peer.write(out, ClientJava.snapshots(model), EscapingScheme.UNDERSCORE_ESCAPING);
    return out.toByteArray();
  }

  private static Map<String, String> read(byte[] page) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    ByteArrayInputStream in = new ByteArrayInputStream(page);
    while (in.available() > 0) {
      Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
      entries.put("family " + family.getName(), family.getType() + " " + family.getHelp());
      for (Metrics.Metric metric : family.getMetricList()) {
        Map<String, String> labels = new TreeMap<>();
        metric.getLabelList().forEach(pair -> labels.put(pair.getName(), pair.getValue()));
        labels.values().removeIf(String::isEmpty); // as Prometheus does
        assertThat(entries.put(family.getName() + labels, value(metric))).isNull();
      }
    }
    return entries;
  }

  private static String value(Metrics.Metric metric) {
    if (metric.hasHistogram()) {
      return histogram(metric.getHistogram()).toString();
    }
    if (metric.hasCounter()) {
      return metric.getCounter().getValue() + exemplar(metric.getCounter().getExemplar());
    }
    Metrics.Summary summary = metric.getSummary();
    return metric.getGauge().getValue()
        + " "
        + summary.getSampleCount()
        + " "
        + summary.getSampleSum()
        + summary.getQuantileList();
  }

  private static List<Object> histogram(Metrics.Histogram histogram) {
    List<Object> parts = new ArrayList<>();
    parts.add(histogram.getSampleCount());
    parts.add(histogram.getSampleSum());
    for (Metrics.Bucket bucket : histogram.getBucketList()) {
      parts.add(bucket.getUpperBound());
      parts.add(bucket.getCumulativeCount());
      parts.add(exemplar(bucket.getExemplar()));
    }
    if (histogram.hasSchema()) {
      parts.add(histogram.getSchema());
      parts.add(histogram.getZeroThreshold());
      parts.add(histogram.getZeroCount());
      parts.add(filled(histogram.getPositiveSpanList(), histogram.getPositiveDeltaList()));
      parts.add(filled(histogram.getNegativeSpanList(), histogram.getNegativeDeltaList()));
    }
    return parts;
  }

  private static String exemplar(Metrics.Exemplar exemplar) {
    Map<String, String> labels = new TreeMap<>();
    exemplar.getLabelList().forEach(pair -> labels.put(pair.getName(), pair.getValue()));
    return " # "
        + labels
        + " "
        + exemplar.getValue()
        + " "
        + exemplar.getTimestamp().getSeconds()
        + " "
        + exemplar.getTimestamp().getNanos() / 1_000_000;
  }

  private static Map<Integer, Long> filled(List<Metrics.BucketSpan> spans, List<Long> deltas) {
    Map<Integer, Long> buckets = ProtobufEncoderTest.buckets(spans, deltas);
    buckets.values().removeIf(count -> count == 0);
    return buckets;
  }
}
