package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TextEncoderTest {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.method");

  private final Model model = new Model();

  @Test
  void counter_labelled_hasTotalAndUnit() {
    model
        .family(MetricKind.COUNTER, "http.time", "s", "Time spent")
        .add(Attributes.of(METHOD, "GET"), Model.Sum.of(3L))
        .add(Attributes.of(METHOD, "a\"b\\c\nd\uD83D\uDE00\uD800"), Model.Sum.of(0.25));

    assertThat(Page.text(model))
        .isEqualTo(
            """
            # TYPE http_time_seconds_total counter
            # HELP http_time_seconds_total Time spent
            http_time_seconds_total{http_method="GET"} 3
            http_time_seconds_total{http_method="a\\"b\\\\c\\nd\uD83D\uDE00\uFFFD"} 0.25
            """);
  }

  @Test
  void histogram_withScope_isCumulative() {
    model
        .family(InstrumentationScope.of("web", "1"), MetricKind.HISTOGRAM, "d", "s", "")
        .add(Model.Buckets.of(7.5, new double[] {0.5, 1, 1e6}, 1, 2, 3, 4))
        .add(
            Attributes.of(METHOD, "GET"),
            Model.Buckets.of(7.5, new double[] {0.5, 1, 1e6}, 0, 0, 0, 1));

    assertThat(Page.text(model))
        .isEqualTo(
            """
            # TYPE d_seconds histogram
            d_seconds_bucket{otel_scope_name="web",otel_scope_version="1",le="0.5"} 1
            d_seconds_bucket{otel_scope_name="web",otel_scope_version="1",le="1.0"} 3
            d_seconds_bucket{otel_scope_name="web",otel_scope_version="1",le="1e+06"} 6
            d_seconds_bucket{otel_scope_name="web",otel_scope_version="1",le="+Inf"} 10
            d_seconds_sum{otel_scope_name="web",otel_scope_version="1"} 7.5
            d_seconds_count{otel_scope_name="web",otel_scope_version="1"} 10
            d_seconds_bucket{otel_scope_name="web",otel_scope_version="1",http_method="GET",le="0.5"} 0
            d_seconds_bucket{otel_scope_name="web",otel_scope_version="1",http_method="GET",le="1.0"} 0
            d_seconds_bucket{otel_scope_name="web",otel_scope_version="1",http_method="GET",le="1e+06"} 0
            d_seconds_bucket{otel_scope_name="web",otel_scope_version="1",http_method="GET",le="+Inf"} 1
            d_seconds_sum{otel_scope_name="web",otel_scope_version="1",http_method="GET"} 7.5
            d_seconds_count{otel_scope_name="web",otel_scope_version="1",http_method="GET"} 1
            """);
  }

  @Test
  void otherKinds_unlabelled_haveNoBraces() {
    model.family(MetricKind.GAUGE, "load", "1", "").add(new Model.Value(Double.NaN));
    model.family(MetricKind.UP_DOWN_COUNTER, "active", "{user}", "").add(Model.Sum.of(-1L));
    model.family(MetricKind.INFO, "build").add(Attributes.of(METHOD, "x"), new Model.Info());
    model
        .family(MetricKind.STATE_SET, "phase")
        .add(new Model.States(new TreeMap<>(Map.of("up", true, "down", false))));
    model
        .family(MetricKind.SUMMARY, "size", "By", "")
        .add(new Model.Quantiles(2, 3, new double[] {0.5, 1}, new double[] {1, Double.NaN}));

    assertThat(Page.text(model))
        .isEqualTo(
            """
            # TYPE load_ratio gauge
            load_ratio NaN
            # TYPE active gauge
            active -1
            # TYPE build_info gauge
            build_info{http_method="x"} 1
            # TYPE phase gauge
            phase{phase="down"} 0
            phase{phase="up"} 1
            # TYPE size_bytes summary
            size_bytes{quantile="0.5"} 1.0
            size_bytes{quantile="1.0"} NaN
            size_bytes_sum 3.0
            size_bytes_count 2
            """);
  }
}
