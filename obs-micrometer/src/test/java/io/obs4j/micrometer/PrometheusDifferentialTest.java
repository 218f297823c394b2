package io.obs4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.core.Resource;
import io.obs4j.export.prometheus.ExpositionFormat;
import io.obs4j.export.prometheus.PrometheusWriter;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * Random programs over Micrometer's API show the same page here and with its own registry for
 * Prometheus: families, their types and help, series with their labels, and all numbers but
 * quantiles, which both estimate.
 *
 * <p>Left out is what docs/micrometer.md lists: quantiles of long task timers and the type of their
 * buckets, fractions in the buckets of a distribution summary, which Micrometer rounds up,
 * different keys under one name, which it drops, names with a suffix that is reserved, and removal,
 * of which a reader sees the last value here.
 */
class PrometheusDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 2_000);

  @Test
  void randomPrograms_showWhatMicrometersRegistryShows() throws IOException {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    System.out.println("PrometheusDifferentialTest: -Dobs4j.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < PROGRAMS; i++) {
      MockClock clock = new MockClock();
      Metrics metrics = Metrics.builder().clock(new MockedClock(clock)).build();
      ObsMeterRegistry ours = new ObsMeterRegistry(metrics, clock);
      PrometheusMeterRegistry theirs =
          new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
      MeterProgram program = new MeterProgram(random, clock, List.of(ours, theirs));
      try (PrometheusWriter writer =
          PrometheusWriter.builder(metrics, Resource.of(Attributes.empty()), metrics.diagnostics())
              .targetInfo(false)
              .build()) {
        program.run(1 + random.nextInt(20));
        compare(writer, theirs);
        program.run(random.nextInt(10));
        compare(writer, theirs);
      } catch (AssertionError e) {
        throw new AssertionError("program " + i + " (" + program + ") of seed " + seed, e);
      }
    }
  }

  private static void compare(PrometheusWriter writer, PrometheusMeterRegistry registry)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, ExpositionFormat.TEXT, Set.of());
    ExposedPage ours = new ExposedPage(out.toString(StandardCharsets.UTF_8));
    ExposedPage theirs = new ExposedPage(registry.scrape());

    assertThat(ours.types()).isEqualTo(theirs.types());
    assertThat(ours.helps()).isEqualTo(theirs.helps());
    Map<String, Double> shown = ours.samples();
    Map<String, Double> expected = theirs.samples();
    assertThat(shown.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (series, value) ->
            assertThat(shown.get(series))
                .as(series)
                .isCloseTo(value, Percentage.withPercentage(1e-9)));
  }
}
