package io.obs4j.export.otlp;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.obs4j.core.Exemplar;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.Resource;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Any strings, also with lone surrogates, as names, units, texts, labels, states and in exemplars
 * of metrics of every kind: both encodings mean the same, and names, units, texts, states and
 * labels of strings read back as they were.
 */
class MetricFuzzTest {

  private static final int PROGRAMS = 100;
  private static final String ALPHABET =
      "az09_.\"\\/\b\n\u0000\u007fé€\u2028\ud83d\ude00\ud800\udc00";

  @FuzzTest(maxDuration = "30s")
  void requests_anyTexts_readBack(FuzzedDataProvider data) throws IOException {
    long seed = data.consumeLong();
    check(new RandomMetrics(seed, () -> data.consumeString(40)), temporality(seed));
  }

  @Test
  void requests_hardTexts_readBack() throws IOException {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    for (int i = 0; i < PROGRAMS; i++) {
      Random random = new Random(seed + i);
      try {
        check(new RandomMetrics(seed + i, () -> text(random)), temporality(seed + i));
      } catch (Throwable e) {
        throw new AssertionError("seed " + (seed + i), e);
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(random.nextInt(8) == 0 ? 200 : 20); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static OtlpTemporality temporality(long seed) {
    OtlpTemporality[] all = OtlpTemporality.values();
    return all[Math.floorMod(seed, all.length)];
  }

  private static void check(RandomMetrics metrics, OtlpTemporality temporality) throws IOException {
    ExportMetricsServiceRequest sent =
        MetricRequests.protobuf(encoder(metrics, OtlpProtocol.PROTOBUF, temporality), 0);
    Meaning.assertSame(
        MetricRequests.json(encoder(metrics, OtlpProtocol.JSON, temporality), 0), sent);
    assertThat(told(sent)).containsExactlyInAnyOrderElementsOf(recorded(metrics));
  }

  private static MetricRequestEncoder encoder(
      RandomMetrics metrics, OtlpProtocol protocol, OtlpTemporality temporality) {
    MetricRequestEncoder encoder =
        new MetricRequestEncoder(Resource.of(Attributes.empty()), protocol, temporality, 64 << 20);
    assertThat(encoder.collect(metrics, RandomMetrics.TIME)).isEqualTo(1);
    assertThat(encoder.leftOut()).isEmpty();
    return encoder;
  }

  /** A surrogate that is not one of a pair is U+FFFD, as it is to the encoders of the JDK. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_16BE), UTF_16BE);
  }

  // What was recorded, one line for each point.

  private static List<String> recorded(RandomMetrics metrics) {
    List<String> lines = new ArrayList<>();
    for (RandomMetrics.Page page : metrics.pages) {
      MetricFamily family = page.family();
      for (RandomMetrics.Point point : page.points()) {
        if (family.kind() == MetricKind.STATE_SET) {
          for (String state : point.states()) {
            AttributeKey<String> key = AttributeKey.stringKey(family.name());
            lines.add(line(family, point.attributes().toBuilder().put(key, state).build(), null));
          }
        } else {
          boolean told =
              switch (family.kind()) {
                case COUNTER, UP_DOWN_COUNTER, GAUGE, HISTOGRAM -> true;
                case SUMMARY, INFO, STATE_SET -> false;
              };
          lines.add(line(family, point.attributes(), told ? point.exemplar() : null));
        }
      }
    }
    return lines;
  }

  private static String line(
      MetricFamily family, Attributes attributes, @Nullable Exemplar exemplar) {
    InstrumentationScope scope = family.scope();
    return wellFormed(
        String.join(
            "|",
            scope.name(),
            scope.version(),
            scope.schemaUrl(),
            strings(scope.attributes()),
            family.name(),
            family.unit(),
            family.help(),
            strings(attributes),
            exemplar == null ? "" : hex(exemplar.spanId()) + strings(exemplar.filtered())));
  }

  private static String hex(long id) {
    return id == 0 ? "" : HexFormat.of().toHexDigits(id);
  }

  private static String strings(Attributes attributes) {
    List<String> entries = new ArrayList<>();
    attributes.forEach(
        (key, value) -> {
          Object content = value instanceof Value<?> any ? any.getValue() : value;
          if (content instanceof String text) {
            entries.add(wellFormed(key.getKey() + "=" + text));
          }
        });
    return sorted(entries);
  }

  private static String sorted(List<String> entries) {
    entries.sort(null);
    return entries.toString();
  }

  // What is told, in the same form.

  private static List<String> told(ExportMetricsServiceRequest request) {
    List<String> lines = new ArrayList<>();
    for (ScopeMetrics scope : request.getResourceMetrics(0).getScopeMetricsList()) {
      for (Metric metric : scope.getMetricsList()) {
        String of =
            String.join(
                "|",
                scope.getScope().getName(),
                scope.getScope().getVersion(),
                scope.getSchemaUrl(),
                strings(scope.getScope().getAttributesList()),
                metric.getName(),
                metric.getUnit(),
                metric.getDescription());
        switch (metric.getDataCase()) {
          case SUM -> numbers(lines, of, metric.getSum().getDataPointsList());
          case GAUGE -> numbers(lines, of, metric.getGauge().getDataPointsList());
          case HISTOGRAM ->
              metric
                  .getHistogram()
                  .getDataPointsList()
                  .forEach(p -> add(lines, of, p.getAttributesList(), p.getExemplarsList()));
          case SUMMARY ->
              metric
                  .getSummary()
                  .getDataPointsList()
                  .forEach(p -> add(lines, of, p.getAttributesList(), List.of()));
          default -> throw new AssertionError("unexpected " + metric);
        }
      }
    }
    return lines;
  }

  private static void numbers(List<String> lines, String of, List<NumberDataPoint> points) {
    points.forEach(point -> add(lines, of, point.getAttributesList(), point.getExemplarsList()));
  }

  private static void add(
      List<String> lines,
      String of,
      List<KeyValue> attributes,
      List<io.opentelemetry.proto.metrics.v1.Exemplar> exemplars) {
    StringBuilder line = new StringBuilder(of).append('|').append(strings(attributes)).append('|');
    for (var exemplar : exemplars) {
      line.append(HexFormat.of().formatHex(exemplar.getSpanId().toByteArray()));
      line.append(strings(exemplar.getFilteredAttributesList()));
    }
    lines.add(line.toString());
  }

  private static String strings(List<KeyValue> attributes) {
    List<String> entries = new ArrayList<>();
    for (KeyValue attribute : attributes) {
      if (attribute.getValue().hasStringValue()) {
        entries.add(attribute.getKey() + "=" + attribute.getValue().getStringValue());
      }
    }
    return sorted(entries);
  }
}
