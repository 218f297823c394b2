package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import io.obs4j.core.Resource;
import io.obs4j.judges.Judge;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.MeterProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Pages of Prometheus text before the judge that Prometheus ships: {@code promtool check metrics}.
 */
class PromtoolTest {

  /** What promtool exits with. */
  private static final int CLEAN = 0;

  private static final int UNREADABLE = 1;
  private static final int LINT = 3;

  private static final long SEED = 42;

  @Test
  void page_ofAllKinds_isClean() throws Exception {
    String page = wellNamed();

    assertThat(page).isNotEmpty();
    assertThat(check(page)).isEqualTo(new Verdict(CLEAN, ""));
  }

  @Test
  void pages_ofRandomMetrics_areRead() throws Exception {
    RandomModel models = new RandomModel(SEED);
    for (int i = 0; i < 60; i++) {
      String page = Page.text(models.next());
      Verdict verdict = check(page);
      assertThat(verdict.exit()).as(verdict.findings() + page).isIn(CLEAN, LINT);
    }
  }

  @Test
  void page_ofOpenTelemetryMeters_isReadWhateverTheAttributes() throws Exception {
    Metrics metrics = Metrics.create();
    MeterProvider meters = metrics.meterProvider();
    for (String scope : List.of("one", "two")) {
      LongCounter counter =
          meters.get(scope).counterBuilder("orders").setDescription("Orders.").build();
      counter.add(1, Attributes.builder().put("a.b", "1").build());
      counter.add(1, Attributes.builder().put("a_b", "1").build());
      counter.add(1, Attributes.builder().put("a_b", 1).build());
      counter.add(1, Attributes.builder().put("otel.scope.name", "two").build());
      counter.add(1, Attributes.builder().put("a", "").build());
      counter.add(1);
    }
    meters.get("one").gaugeBuilder("orders").build().set(1);
    meters
        .get("one")
        .histogramBuilder("le")
        .build()
        .record(1, Attributes.builder().put("le", 5).build());
    PrometheusWriter writer =
        PrometheusWriter.of(metrics, Resource.of(Attributes.empty()), metrics.diagnostics());
    String page = Page.of(writer, ExpositionFormat.TEXT);

    assertThat(page).contains("orders_total{otel_scope_name=\"two\",a_b=\"1\"} 1\n");
    Verdict verdict = check(page);
    assertThat(verdict.exit()).as(verdict.findings() + page).isIn(CLEAN, LINT);
  }

  @Test
  void plantedFaults_areCaught() throws Exception {
    String page = wellNamed();

    assertThat(check(page.replaceFirst("\"GET\"", "\"GET")).exit()).isEqualTo(UNREADABLE);
    assertThat(check(page + page).exit()).isEqualTo(UNREADABLE);
    assertThat(check(page.replaceFirst(" 3\n", " three\n")).exit()).isEqualTo(UNREADABLE);
    assertThat(check(page.replace("orders_total", "orders")).exit()).isEqualTo(LINT);
  }

  private static String wellNamed() {
    Attributes get = Attributes.builder().put("method", "GET").put("odd", "a\"\\\n\uD83D").build();
    Model model = new Model();
    model.family(MetricKind.COUNTER, "orders", "{order}", "Orders").add(get, Model.Sum.of(3L));
    model
        .family(InstrumentationScope.of("lib", "1"), MetricKind.GAUGE, "load", "1", "Load")
        .add(get, new Model.Value(0.5))
        .add(new Model.Value(Double.NEGATIVE_INFINITY));
    model
        .family(MetricKind.HISTOGRAM, "latency", "s", "Latency")
        .add(get, Model.Buckets.of(1e-7, new double[] {1e-9, 0.5, 1, 1e9}, 1, 2, 3, 4, 5));
    model
        .family(MetricKind.SUMMARY, "size", "By", "Sizes")
        .add(
            get, new Model.Quantiles(1, 2, new double[] {0.5, 0.99}, new double[] {1, Double.NaN}));
    model.family(MetricKind.INFO, "build", "", "Build").add(get, new Model.Info());
    model
        .family(MetricKind.STATE_SET, "phase", "", "Phase")
        .add(get, new Model.States(new TreeMap<>(Map.of("up", true, "down", false))));
    PrometheusWriter writer =
        PrometheusWriter.of(
            model, Resource.of(Attributes.of(Resource.SERVICE_NAME, "shop")), Diagnostics.create());
    return Page.of(writer, ExpositionFormat.TEXT);
  }

  private static Verdict check(String page) throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder(Judge.find("promtool").toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(page.getBytes(StandardCharsets.UTF_8));
    }
    String findings = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(promtool.waitFor(), findings);
  }

  private record Verdict(int exit, String findings) {}
}
