package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.Resource;
import io.obs4j.core.SummaryReading;
import io.opentelemetry.api.common.Attributes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PrometheusWriterTest {

  private static final InstrumentationScope LIBRARY = InstrumentationScope.of("lib", "");

  private final Model model = new Model();
  private final Diagnostics diagnostics = Diagnostics.create();

  @Test
  void resource_isTargetInfo() throws IOException {
    Resource resource = Resource.of(Attributes.of(Resource.SERVICE_NAME, "shop"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    String type = PrometheusWriter.of(model, resource, diagnostics).write(out, "text/plain");

    assertThat(type).isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            # TYPE target_info gauge
            # HELP target_info What is observed: its resource attributes.
            target_info{service_name="shop"} 1
            """);
    PrometheusWriter without =
        PrometheusWriter.builder(model, resource, diagnostics).targetInfo(false).build();
    assertThat(Page.of(without, ExpositionFormat.TEXT)).isEmpty();
  }

  @Test
  void sameName_otherScope_continuesUnderOneHeader() {
    counter(InstrumentationScope.APPLICATION, "a.b", 1);
    counter(LIBRARY, "a.b", 2);

    assertThat(page())
        .isEqualTo(
            """
            # TYPE a_b_total counter
            a_b_total 1
            a_b_total{otel_scope_name="lib"} 2
            """);
    assertThat(diagnostics.faultCount("prometheus.name.collision")).isZero();
  }

  @Test
  void sameName_sameLabelsPossible_isLeftOutAndReportedOnce() {
    counter(InstrumentationScope.APPLICATION, "a.b", 1);
    counter(LIBRARY, "a.b", 2);
    counter(LIBRARY, "a_b", 3);
    PrometheusWriter writer = writer();

    for (int i = 0; i < 3; i++) {
      assertThat(Page.of(writer, ExpositionFormat.TEXT))
          .isEqualTo(
              """
              # TYPE a_b_total counter
              a_b_total 1
              a_b_total{otel_scope_name="lib"} 2
              """);
    }
    assertThat(diagnostics.faultCount("prometheus.name.collision")).isEqualTo(1);
  }

  @Test
  void sameName_otherType_isLeftOut() {
    model.family(MetricKind.GAUGE, "a").add(new Model.Value(1L));
    model.family(MetricKind.HISTOGRAM, "a").add(Model.Buckets.of(1, new double[] {}, 1));

    assertThat(page()).isEqualTo("# TYPE a gauge\na 1\n");
    assertThat(diagnostics.faultCount("prometheus.name.collision")).isEqualTo(1);
  }

  @Test
  void sampleName_takenByAHistogram_isLeftOut() {
    model.family(MetricKind.HISTOGRAM, "a").add(Model.Buckets.of(1, new double[] {}, 1));
    model.family(MetricKind.GAUGE, "a_count").add(new Model.Value(1L));

    assertThat(page()).doesNotContain("gauge");
    assertThat(diagnostics.faultCount("prometheus.name.collision")).isEqualTo(1);
  }

  @Test
  void declaredName_sharedInOpenMetricsOnly_isLeftOutThereOnly() {
    counter(InstrumentationScope.APPLICATION, "a", 1);
    model.family(MetricKind.GAUGE, "a").add(new Model.Value(2L));
    PrometheusWriter writer = writer();

    assertThat(Page.of(writer, ExpositionFormat.TEXT)).contains("a_total 1", "\na 2\n");
    assertThat(Page.of(writer, Page.OPEN_METRICS)).contains("a_total 1").doesNotContain("gauge");
  }

  @Test
  void names_filter_matchesDeclaredAndShownNames() {
    counter(InstrumentationScope.APPLICATION, "a.b", 1);
    counter(InstrumentationScope.APPLICATION, "c", 1);
    model.family(MetricKind.HISTOGRAM, "h").add(Model.Buckets.of(1, new double[] {}, 1));
    PrometheusWriter writer = writer();

    assertThat(filtered(writer, "a.b")).contains("a_b_total").doesNotContain("c_total", "h_sum");
    assertThat(filtered(writer, "c_total")).contains("c_total").doesNotContain("a_b_total");
    assertThat(filtered(writer, "h_bucket", "c")).contains("c_total", "h_sum");
    assertThat(filtered(writer, "nothing")).isEmpty();
    assertThat(Page.of(writer, ExpositionFormat.TEXT)).contains("a_b_total", "c_total", "h_sum");
  }

  @Test
  void seriesReplacedAtItsIndex_showsItsOwnLabels() {
    Model.Family family = model.family(MetricKind.COUNTER, "n");
    family.add(label("old"), 0, 0, Model.Sum.of(1L));
    PrometheusWriter writer = writer();
    assertThat(Page.of(writer, ExpositionFormat.TEXT)).contains("{l=\"old\"} 1");

    for (int generation = 1; generation < 5_000; generation++) {
      family.points.clear();
      family.add(label("new" + generation), 0, generation, Model.Sum.of(2L));
      assertThat(Page.of(writer, ExpositionFormat.TEXT))
          .isEqualTo("# TYPE n_total counter\nn_total{l=\"new" + generation + "\"} 2\n");
    }
  }

  @Test
  void familyThatComesAndGoes_isShownWhileItIsThere() {
    counter(InstrumentationScope.APPLICATION, "a", 1);
    PrometheusWriter writer = writer();
    for (int i = 0; i < 100; i++) {
      counter(InstrumentationScope.APPLICATION, "b", i);
      assertThat(Page.of(writer, ExpositionFormat.TEXT)).contains("b_total " + i + "\n");
      model.families.remove(1);
      for (int j = 0; j < i % 30; j++) {
        assertThat(Page.of(writer, ExpositionFormat.TEXT)).doesNotContain("b_total");
      }
    }
  }

  @Test
  void name_heldBackForLong_stillCollidesAfterOthersWereForgotten() {
    model.family(MetricKind.GAUGE, "a").add(new Model.Value(1L));
    model.family(MetricKind.HISTOGRAM, "a").add(Model.Buckets.of(1, new double[] {}, 1));
    model.family(MetricKind.GAUGE, "gone").add(new Model.Value(1L));
    PrometheusWriter writer = writer();
    Page.of(writer, ExpositionFormat.TEXT);
    model.families.remove(2);
    for (int i = 0; i < 20; i++) {
      Page.of(writer, ExpositionFormat.TEXT);
    }
    model.families.remove(0);
    model.family(MetricKind.GAUGE, "a_sum").add(new Model.Value(7L));

    assertThat(Page.of(writer, ExpositionFormat.TEXT))
        .isEqualTo(
            """
            # TYPE a histogram
            a_bucket{le="+Inf"} 1
            a_sum 1.0
            a_count 1
            """);
  }

  @Test
  void sourceThatThrowsHalfWay_leavesNothingForTheNextPage() {
    AtomicInteger reads = new AtomicInteger();
    model
        .family(MetricKind.SUMMARY, "s")
        .add((visitor, series) -> visitor.summary(series, new FailingOnce(reads)));
    PrometheusWriter writer = writer();
    PrometheusWriter unharmed = writer();
    for (ExpositionFormat.Encoding encoding : ExpositionFormat.Encoding.values()) {
      ExpositionFormat format = new ExpositionFormat(encoding, Escaping.UNDERSCORES);
      reads.set(0);
      assertThatThrownBy(() -> Page.bytes(writer, format, Set.of()))
          .isInstanceOf(IllegalStateException.class);
      assertThat(Page.bytes(writer, format, Set.of()))
          .as("%s", encoding)
          .isEqualTo(Page.bytes(unharmed, format, Set.of()));
    }
  }

  @Test
  void gzip_manyPages_decompressToThePlainOnes() throws IOException {
    Model.Family family = model.family(MetricKind.COUNTER, "n");
    for (int i = 0; i < 5_000; i++) {
      family.add(label("x" + i), Model.Sum.of((long) i));
    }
    PrometheusWriter writer = writer();
    String plain = Page.of(writer, ExpositionFormat.TEXT);
    for (int i = 0; i < 3; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      writer.write(out, ExpositionFormat.TEXT, Set.of(), true);
      assertThat(out.size()).isLessThan(plain.length() / 4);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(plain);
    }
  }

  @Test
  void brokenStream_isToldAndTheNextPageIsWhole() {
    Model.Family family = model.family(MetricKind.COUNTER, "n");
    for (int i = 0; i < 5_000; i++) {
      family.add(label("x" + i), Model.Sum.of((long) i));
    }
    PrometheusWriter writer = writer();
    String whole = Page.of(writer, ExpositionFormat.TEXT);

    for (boolean gzip : new boolean[] {false, true}) {
      assertThatThrownBy(
              () -> writer.write(new BrokenStream(), ExpositionFormat.TEXT, Set.of(), gzip))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("broken");
      assertThat(Page.of(writer, ExpositionFormat.TEXT)).isEqualTo(whole);
    }
  }

  @Test
  void concurrentScrapes_ofAllFormats_areWhole() throws Exception {
    for (int f = 0; f < 20; f++) {
      Model.Family family = model.family(MetricKind.COUNTER, "n" + f);
      for (int i = 0; i < 100; i++) {
        family.add(label("x" + i), Model.Sum.of((long) i));
      }
    }
    PrometheusWriter writer = writer();
    String text = Page.of(writer, ExpositionFormat.TEXT);
    String openMetrics = Page.of(writer, Page.OPEN_METRICS);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> scrapes = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        boolean plain = i % 3 == 0;
        scrapes.add(
            () ->
                Page.of(writer, plain ? ExpositionFormat.TEXT : Page.OPEN_METRICS)
                    .equals(plain ? text : openMetrics));
      }
      for (Future<Boolean> scrape : threads.invokeAll(scrapes)) {
        assertThat(scrape.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void reader_isOpenedOnceUsedByWholePagesAndClosed() throws IOException {
    RegisteringSource source = new RegisteringSource();
    PrometheusWriter writer =
        PrometheusWriter.of(source, Resource.of(Attributes.empty()), diagnostics);

    writer.write(OutputStream.nullOutputStream(), "text/plain");
    writer.write(OutputStream.nullOutputStream(), ExpositionFormat.TEXT, Set.of("a"));
    writer.close();

    assertThat(source.opened).hasValue(1);
    assertThat(source.read).hasValue(1);
    assertThat(source.visited).hasValue(1);
    assertThat(source.closed).hasValue(1);
  }

  @Test
  void reader_ofScrapesThatOverlap_isUsedByAll() throws IOException {
    AtomicInteger read = new AtomicInteger();
    List<PrometheusWriter> writers = new ArrayList<>();
    RegisteringSource source =
        new RegisteringSource() {
          @Override
          void reading() {
            if (read.getAndIncrement() == 0) {
              Page.of(writers.get(0), ExpositionFormat.TEXT);
            }
          }
        };
    writers.add(PrometheusWriter.of(source, Resource.of(Attributes.empty()), diagnostics));

    writers.get(0).write(OutputStream.nullOutputStream(), "text/plain");

    assertThat(read).hasValue(2);
    assertThat(source.visited).hasValue(0);
  }

  @Test
  void scrapes_areCountedByFormat() throws IOException {
    PrometheusWriter writer =
        PrometheusWriter.of(diagnostics, Resource.of(Attributes.empty()), diagnostics);
    writer.write(OutputStream.nullOutputStream(), "text/plain");
    writer.write(OutputStream.nullOutputStream(), "text/plain");
    assertThatThrownBy(() -> writer.write(new BrokenStream(), "text/plain"))
        .isInstanceOf(IOException.class);

    assertThat(Page.of(writer, ExpositionFormat.TEXT))
        .containsPattern("obs_prometheus_scrapes_total\\{[^}]*format=\"text\"} 2\n")
        .containsPattern("obs_prometheus_page_size_bytes\\{[^}]*format=\"text\"} [1-9]")
        .containsPattern("obs_prometheus_scrape_duration_seconds\\{[^}]*format=\"text\"} 0")
        .doesNotContain("format=\"openmetrics\"");
  }

  private PrometheusWriter writer() {
    return PrometheusWriter.of(model, Resource.of(Attributes.empty()), diagnostics);
  }

  private String page() {
    return Page.of(writer(), ExpositionFormat.TEXT);
  }

  private static String filtered(PrometheusWriter writer, String... names) {
    return new String(
        Page.bytes(writer, ExpositionFormat.TEXT, Set.of(names)), StandardCharsets.UTF_8);
  }

  private void counter(InstrumentationScope scope, String name, long value) {
    model.family(scope, MetricKind.COUNTER, name, "", "").add(Model.Sum.of(value));
  }

  private static Attributes label(String value) {
    return Attributes.builder().put("l", value).build();
  }

  private static final class BrokenStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("broken");
    }
  }

  /** A summary whose count cannot be read the first time. */
  private record FailingOnce(AtomicInteger reads) implements SummaryReading {
    @Override
    public long count() {
      if (reads.getAndIncrement() == 0) {
        throw new IllegalStateException("the sensor burnt");
      }
      return 1;
    }

    @Override
    public double sum() {
      return 2;
    }

    @Override
    public int quantileCount() {
      return 1;
    }

    @Override
    public double quantile(int index) {
      return 0.5;
    }

    @Override
    public double value(int index) {
      return 2;
    }
  }

  private static class RegisteringSource implements MetricSource {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger visited = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    void reading() {}

    @Override
    public void visit(MetricVisitor visitor) {
      visited.incrementAndGet();
    }

    @Override
    public MetricReader openReader() {
      opened.incrementAndGet();
      return new MetricReader() {
        @Override
        public void visit(MetricVisitor visitor) {
          read.incrementAndGet();
          reading();
        }

        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    }
  }
}
