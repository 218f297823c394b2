package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricKind;
import io.obs4j.core.Resource;
import io.obs4j.export.prometheus.ExpositionFormat.Encoding;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScrapeCostTest {

  private static final int SERIES = 10_000;
  private static final int FAMILIES = 1_000;
  private static final long MOST_BYTES_PER_SCRAPE = 1_024;

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void write_tenThousandSeries_allocatesNextToNothing(Encoding encoding) throws IOException {
    assertAllocatesNextToNothing(Page.builder(model()).build(), encoding);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void write_aThousandFamiliesOfMetrics_allocatesNextToNothing(Encoding encoding)
      throws IOException {
    Metrics metrics = Metrics.create();
    for (int i = 0; i < FAMILIES; i++) {
      Family<Counter> family = metrics.counter("orders." + i).labels("method");
      family.of("GET").increment();
      family.of("POST").increment();
    }

    assertAllocatesNextToNothing(
        PrometheusWriter.of(metrics, Resource.of(Attributes.empty()), metrics.diagnostics()),
        encoding);
  }

  private static void assertAllocatesNextToNothing(PrometheusWriter writer, Encoding encoding)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    ExpositionFormat format = new ExpositionFormat(encoding, Escaping.UNDERSCORES);
    OutputStream out = OutputStream.nullOutputStream();
    for (int i = 0; i < 30; i++) {
      writer.write(out, format, Set.of());
    }

    int scrapes = 10;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < scrapes; i++) {
      writer.write(out, format, Set.of());
    }
    long perScrape = (threads.getCurrentThreadAllocatedBytes() - before) / scrapes;

    assertThat(perScrape).isLessThanOrEqualTo(MOST_BYTES_PER_SCRAPE);
  }

  private static Model model() {
    Model model = new Model();
    Exemplar exemplar = new Exemplar(0.7, Model.START, 1, 2, 3, Attributes.empty());
    Model.Family counters = model.family(MetricKind.COUNTER, "orders", "", "");
    Model.Family gauges = model.family(MetricKind.GAUGE, "load", "1", "");
    Model.Family histograms = model.family(MetricKind.HISTOGRAM, "latency", "s", "");
    Model.Family summaries = model.family(MetricKind.SUMMARY, "size", "By", "");
    for (int i = 0; i < SERIES / 4; i++) {
      Attributes attributes =
          Attributes.builder().put("route", "/r/" + i).put("method", "GET").build();
      counters.add(attributes, new Model.Sum(1_000L * i, exemplar));
      gauges.add(attributes, new Model.Value(0.001 * i));
      histograms.add(
          attributes,
          new Model.Buckets(
              0.1 * i,
              new double[] {0.5, 1},
              new long[] {1, 2, i},
              new Exemplar[] {exemplar, null, exemplar},
              new Model.Exponential(10, 0, 1, new Model.Run(-5, 1, 0, 1, i), new Model.Run(3, 1))));
      summaries.add(
          attributes, new Model.Quantiles(i, i, new double[] {0.5}, new double[] {1.5 * i}));
    }
    return model;
  }
}
