package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obs4j.core.Signal;
import io.obs4j.judges.Sample;
import io.obs4j.judges.VictoriaMetricsServer;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.UpDownCounter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real VictoriaMetrics takes in what is recorded, and gives the right numbers back. */
@Timeout(240)
class VictoriaMetricsTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int ROUNDS = 3;
  private static final int VALUES = 2_000;
  private static final List<String> KEYS =
      List.of("plain", "é", "say \"so\"", "back\\slash", "a}b");
  private static final double ROUNDING = 1e-3;

  @TempDir private Path directory;

  private final OtlpSignals signals = new OtlpSignals();
  private final long seed = Long.getLong("obs4j.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void metrics_recordedOverSeveralExports_areReadBackRight() throws Exception {
    Sums sums = new Sums();
    List<Distributed> histograms =
        List.of(
            new Distributed("fine", 3, 160, 3),
            new Distributed("rescaled", 3, 40, 60),
            new Distributed("coarse", -1, 20, 30));
    Histogram explicit = signals.metrics.histogram("explicit").explicit(1, 10, 100).create();
    try (VictoriaMetricsServer server = VictoriaMetricsServer.start(directory);
        OtlpExporter exporter = exporter(server)) {
      exporter.start(signals);
      for (int round = 1; round <= ROUNDS; round++) {
        sums.add();
        histograms.forEach(Distributed::record);
        for (double value : new double[] {0.5, 1, 7, 200}) {
          explicit.record(value);
        }
        assertThat(exporter.flush(LIMIT)).as("the exporter was answered, seed %d", seed).isTrue();

        server.await("explicit_count", count(4 * round));
        assertThat(buckets(server, "explicit_bucket", "le"))
            .isEqualTo(
                Map.of(
                    "1", 2.0 * round, "10", 3.0 * round, "100", 3.0 * round, "+Inf", 4.0 * round));
        sums.check(server);
        for (Distributed histogram : histograms) {
          histogram.check(server);
        }
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static OtlpExporter exporter(VictoriaMetricsServer server) {
    return OtlpExporter.builder()
        .endpoint(server.endpoint().toString())
        .signals(List.of(Signal.METRICS))
        .interval(Duration.ofHours(1))
        .build();
  }

  private static DoublePredicate count(double expected) {
    return value -> value == expected;
  }

  private static Map<String, Double> buckets(
      VictoriaMetricsServer server, String name, String label) {
    return server.samples(name).stream()
        .collect(Collectors.toMap(sample -> sample.labels().get(label), Sample::value));
  }

  /** Sums of each kind, by a label whose values a query language has to escape. */
  private final class Sums {

    private final Family<Counter> counters = signals.metrics.counter("requests").labels("k");
    private final Family<UpDownCounter> places =
        signals.metrics.upDownCounter("places").labels("k");
    private final Counter large = signals.metrics.counter("large").create();
    private final Map<String, Double> counted = new TreeMap<>();
    private final Map<String, Double> taken = new TreeMap<>();
    private double largest;

    void add() {
      large.add(1L << 50);
      largest += 1L << 50;
      for (String key : KEYS) {
        // Eighths, whose sums are exact.
        double amount = random.nextInt(1_000_000) / 8.0;
        counters.of(key).add(amount);
        counted.merge(key, amount, Double::sum);
        int change = random.nextInt(2_000) - 1_000;
        places.of(key).add(change);
        taken.merge(key, (double) change, Double::sum);
      }
    }

    void check(VictoriaMetricsServer server) {
      assertThat(server.await("large", count(largest))).isEqualTo(largest);
      server.await("sum(requests)", count(counted.values().stream().mapToDouble(v -> v).sum()));
      assertThat(byKey(server.samples("requests"))).isEqualTo(counted);
      assertThat(byKey(server.samples("places"))).isEqualTo(taken);
      assertThat(server.samples("requests"))
          .allSatisfy(sample -> assertThat(sample.labels()).containsEntry("service.name", "shop"));
    }

    private Map<String, Double> byKey(List<Sample> samples) {
      return samples.stream()
          .collect(Collectors.toMap(sample -> sample.labels().get("k"), Sample::value));
    }
  }

  /** An exponential histogram, and all values that it was given. */
  private final class Distributed {

    private final String name;
    private final int octaves;
    private final Histogram histogram;
    private final List<Double> values = new ArrayList<>();
    private double sum;

    Distributed(String name, int scale, int buckets, int octaves) {
      this.name = name;
      this.octaves = octaves;
      histogram = signals.metrics.histogram(name).exponential(scale, buckets).create();
    }

    /** The extremes come first: the scale does not change later, and no bucket becomes stale. */
    void record() {
      int eighths = octaves * 8;
      record(-eighths / 2);
      record(eighths / 2);
      for (int i = 0; i < VALUES; i++) {
        record(random.nextInt(eighths) - eighths / 2);
      }
    }

    /** Never near a bound of scale 3 or coarser, as those are told with four digits. */
    private void record(int eighth) {
      double value = Math.pow(2, (eighth + 0.1 + 0.8 * random.nextDouble()) / 8);
      histogram.record(value);
      values.add(value);
      sum += value;
    }

    void check(VictoriaMetricsServer server) {
      assertThat(server.await(name + "_count", count(values.size()))).isEqualTo(values.size());
      assertThat(server.await(name + "_sum", value -> true)).isCloseTo(sum, within(sum * 1e-9));
      Map<String, Double> buckets = buckets(server, name + "_bucket", "vmrange");
      Map<String, Double> expected = new TreeMap<>();
      double widest = 1;
      for (String range : buckets.keySet()) {
        double[] bounds =
            Arrays.stream(range.split("\\.\\.\\.")).mapToDouble(Double::parseDouble).toArray();
        widest = Math.max(widest, bounds[1] / bounds[0]);
        expected.put(
            range, (double) values.stream().filter(v -> bounds[0] < v && v <= bounds[1]).count());
      }
      assertThat(buckets).as(name).isEqualTo(expected);
      assertThat(buckets.values().stream().mapToDouble(v -> v).sum()).isEqualTo(values.size());
      List<Double> sorted = values.stream().sorted().toList();
      double median = sorted.get(sorted.size() / 2);
      assertThat(
              server.await(
                  "histogram_quantile(0.5, sum(" + name + "_bucket) by (vmrange))", v -> true))
          .as("median of %s, of which VictoriaMetrics knows the bucket", name)
          .isBetween(median / widest * (1 - ROUNDING), median * widest * (1 + ROUNDING));
    }
  }
}
