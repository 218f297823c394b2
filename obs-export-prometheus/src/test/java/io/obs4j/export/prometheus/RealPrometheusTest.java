package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obs4j.core.MetricSource;
import io.obs4j.core.Resource;
import io.obs4j.core.Signals;
import io.obs4j.judges.PrometheusServer;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Gauge;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.UpDownCounter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the endpoint, and PromQL says what was recorded. */
@Timeout(180)
class RealPrometheusTest {

  private static final String NATIVE = "--enable-feature=native-histograms";

  @TempDir Path directory;

  private final Metrics metrics = Metrics.create();

  private PrometheusEndpoint start(MetricSource source, PrometheusEndpointBuilder builder) {
    Resource resource = Resource.of(Attributes.of(Resource.SERVICE_NAME, "shop"));
    PrometheusEndpoint endpoint = builder.port(0).build();
    endpoint.start(Signals.ofMetrics(resource, source, metrics.diagnostics()));
    return endpoint;
  }

  private PrometheusServer scrape(
      PrometheusEndpoint endpoint, List<String> settings, String... flags) throws IOException {
    return PrometheusServer.start(
        directory, List.of("127.0.0.1:" + endpoint.port()), settings, flags);
  }

  @Test
  void classicScrape_asksOpenMetrics_andCountsWhatWasRecorded() throws Exception {
    try (PrometheusEndpoint endpoint = start(metrics, PrometheusEndpoint.builder());
        PrometheusServer prometheus = scrape(endpoint, List.of())) {
      Recorded recorded = record(prometheus, 20_000);
      compare(prometheus, recorded);
      assertThat(prometheus.query("obs_prometheus_scrapes_total{format=\"openmetrics\"}"))
          .isPresent();
      String duration = "shop_request_duration_seconds";
      assertThat(one(prometheus, duration + "_count")).isEqualTo(recorded.requests());
      assertThat(one(prometheus, duration + "_bucket{le=\"+Inf\"}")).isEqualTo(recorded.requests());
      assertThat(one(prometheus, duration + "_sum"))
          .isCloseTo(recorded.sum(), within(recorded.sum() * 1e-9));
      for (double q : new double[] {0.1, 0.5, 0.9, 0.99}) {
        double exact = recorded.quantile(q);
        double octave = Math.pow(2, Math.ceil(Math.log(exact) / Math.log(2)));
        assertThat(one(prometheus, "histogram_quantile(" + q + ", " + duration + "_bucket)"))
            .as("quantile %s of the classic buckets, exactly %s", q, exact)
            .isBetween(octave / 2, octave);
      }
      assertBoundsStay(prometheus, duration);
    }
  }

  /** New values far outside make the histogram coarser; the series of Prometheus stay the same. */
  private void assertBoundsStay(PrometheusServer prometheus, String duration) {
    double bounds = one(prometheus, "count(" + duration + "_bucket)");
    Histogram histogram =
        metrics.histogram("shop.request.duration").unit("s").help("Time to answer.").create();
    double before = one(prometheus, duration + "_count");
    histogram.record(1e-9);
    histogram.record(1e6);
    prometheus.await(duration + "_count", count -> count == before + 2);
    assertThat(one(prometheus, "count(count_over_time(" + duration + "_bucket[10m]))"))
        .isEqualTo(bounds);
  }

  @Test
  void nativeScrape_asksProtobuf_andKnowsQuantilesWithinABucket() throws Exception {
    try (PrometheusEndpoint endpoint = start(metrics, PrometheusEndpoint.builder());
        PrometheusServer prometheus = scrape(endpoint, List.of(), NATIVE)) {
      Recorded recorded = record(prometheus, 20_000);
      compare(prometheus, recorded);
      assertThat(prometheus.query("obs_prometheus_scrapes_total{format=\"protobuf\"}")).isPresent();
      String duration = "shop_request_duration_seconds";
      assertThat(one(prometheus, "histogram_count(" + duration + ")"))
          .isEqualTo(recorded.requests());
      assertThat(one(prometheus, "histogram_sum(" + duration + ")"))
          .isCloseTo(recorded.sum(), within(recorded.sum() * 1e-9));
      for (double q : new double[] {0.1, 0.5, 0.9, 0.99}) {
        double exact = recorded.quantile(q);
        assertThat(one(prometheus, "histogram_quantile(" + q + ", " + duration + ")"))
            .as("quantile %s of the native buckets, exactly %s", q, exact)
            .isCloseTo(exact, within(exact * 0.1));
      }
    }
  }

  @Test
  void exemplar_ofASampledSpan_arrives() throws Exception {
    Counter orders = metrics.counter("shop.orders").create();
    Histogram duration = metrics.histogram("shop.request.duration").unit("s").create();
    SpanContext span =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    try (Scope scope = Span.wrap(span).makeCurrent()) {
      assertThat(scope).isNotNull();
      orders.increment();
      duration.record(0.3);
    }
    try (PrometheusEndpoint endpoint = start(metrics, PrometheusEndpoint.builder());
        PrometheusServer prometheus =
            scrape(endpoint, List.of(), "--enable-feature=exemplar-storage")) {
      prometheus.await("shop_orders_total", value -> value == 1);
      assertThat(exemplars(prometheus, "shop_orders_total"))
          .contains(span.getTraceId(), span.getSpanId(), "\"value\":\"1\"");
      assertThat(exemplars(prometheus, "shop_request_duration_seconds_bucket"))
          .contains(span.getTraceId(), span.getSpanId(), "\"value\":\"0.3\"", "\"le\":\"0.5\"");
    }
  }

  private static String exemplars(PrometheusServer prometheus, String promql) {
    long now = System.currentTimeMillis() / 1_000;
    return prometheus
        .get(
            "/api/v1/query_exemplars?query="
                + promql
                + "&start="
                + (now - 300)
                + "&end="
                + (now + 300))
        .body();
  }

  @Test
  void scrape_withCredentials_isLetIn() throws Exception {
    metrics.counter("shop.orders").create().add(7);
    PrometheusEndpointBuilder guarded = PrometheusEndpoint.builder().bearerToken("tok-en");
    List<String> settings = List.of("authorization:", "  credentials: tok-en");
    try (PrometheusEndpoint endpoint = start(metrics, guarded);
        PrometheusServer prometheus = scrape(endpoint, settings)) {
      prometheus.await("shop_orders_total", value -> value == 7);
    }
  }

  @Test
  void scrape_withoutCredentials_isNotUp() throws Exception {
    PrometheusEndpointBuilder guarded = PrometheusEndpoint.builder().bearerToken("tok-en");
    try (PrometheusEndpoint endpoint = start(metrics, guarded);
        PrometheusServer prometheus = scrape(endpoint, List.of())) {
      prometheus.await("up", up -> up == 0);
    }
  }

  @Test
  void scrape_thatIsBrokenOff_isNotTakenForAPage() throws Exception {
    AtomicBoolean failing = new AtomicBoolean(true);
    MetricSource source =
        visitor -> {
          EndpointSignals.gauges(20_000).visit(visitor);
          if (failing.get()) {
            throw new IllegalStateException("the sensor burnt");
          }
        };
    try (PrometheusEndpoint endpoint = start(source, PrometheusEndpoint.builder());
        PrometheusServer prometheus = scrape(endpoint, List.of())) {
      prometheus.await("up", up -> up == 0);
      assertThat(prometheus.query("count({__name__=~\"test_gauge_.*\"})")).isEmpty();
      failing.set(false);
      prometheus.await("up", up -> up == 1);
      prometheus.await("count({__name__=~\"test_gauge_.*\"})", count -> count == 20_000);
    }
  }

  private static double one(PrometheusServer prometheus, String promql) {
    return prometheus.query(promql).orElseThrow(() -> new AssertionError(promql + " is absent"));
  }

  /** What was recorded, as the test counted it. */
  private record Recorded(
      int served, int failed, double users, int queued, List<Double> durations) {

    int requests() {
      return served + failed;
    }

    double sum() {
      return durations.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The smallest value that at least this part of the values does not exceed. */
    double quantile(double q) {
      List<Double> sorted = durations.stream().sorted().toList();
      return sorted.get((int) Math.ceil(q * sorted.size()) - 1);
    }
  }

  /** Records while Prometheus scrapes, and waits until it has seen the end. */
  private Recorded record(PrometheusServer prometheus, int requests) {
    Family<Counter> served =
        metrics.counter("shop.requests").help("Requests served.").labels("method", "status");
    Gauge users = metrics.gauge("shop.active.users").help("Users who are in.").create();
    UpDownCounter queued = metrics.upDownCounter("shop.queue.depth").help("Orders.").create();
    Histogram duration =
        metrics.histogram("shop.request.duration").unit("s").help("Time to answer.").create();
    Random random = new Random(11);
    List<Double> durations = new ArrayList<>();
    int failed = 0;
    int depth = 0;
    for (int i = 0; i < requests; i++) {
      if (i == requests / 2) {
        double half = i;
        prometheus.await("sum(shop_requests_total)", total -> total == half);
      }
      boolean fails = random.nextInt(10) == 0;
      failed += fails ? 1 : 0;
      served.of("GET", fails ? "500" : "200").increment();
      users.set(i / 2.0);
      int change = random.nextInt(5) - 2;
      depth += change;
      queued.add(change);
      double seconds = Math.exp(random.nextGaussian() - 4); // about 18 ms, 0.2 ms to 2 s
      durations.add(seconds);
      duration.record(seconds);
    }
    prometheus.await("sum(shop_requests_total)", total -> total == requests);
    return new Recorded(requests - failed, failed, (requests - 1) / 2.0, depth, durations);
  }

  private static void compare(PrometheusServer prometheus, Recorded recorded) {
    assertThat(one(prometheus, "shop_requests_total{method=\"GET\",status=\"200\"}"))
        .isEqualTo(recorded.served);
    assertThat(one(prometheus, "shop_requests_total{method=\"GET\",status=\"500\"}"))
        .isEqualTo(recorded.failed);
    assertThat(one(prometheus, "shop_active_users")).isEqualTo(recorded.users);
    assertThat(one(prometheus, "shop_queue_depth")).isEqualTo(recorded.queued);
    assertThat(one(prometheus, "target_info{service_name=\"shop\"}")).isEqualTo(1);
    assertThat(one(prometheus, "up")).isEqualTo(1);
  }
}
