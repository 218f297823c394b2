package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OpenMetricsEncoderTest {

  private static final Attributes GET = Attributes.builder().put("method", "GET").build();

  private final Model model = new Model();

  @Test
  void counter_withExemplar_hasUnitCreatedAndEof() {
    model
        .family(MetricKind.COUNTER, "sent", "By", "Sent \"out\"")
        .add(GET, new Model.Sum(3L, exemplar(Attributes.empty())));

    assertThat(Page.openMetrics(model))
        .isEqualTo(
            """
            # TYPE sent_bytes counter
            # UNIT sent_bytes bytes
            # HELP sent_bytes Sent \\"out\\"
            sent_bytes_total{method="GET"} 3 # \
            {trace_id="00000000000000010000000000000002",span_id="0000000000000003"} \
            0.5 1700000001.250
            sent_bytes_created{method="GET"} 1700000000.123
            # EOF
            """);
  }

  @Test
  void exemplar_filteredAttributes_areToldWhileTheyFit() {
    Attributes filtered =
        Attributes.builder()
            .put("a.long", "x".repeat(60))
            .put("b", "y".repeat(56))
            .put("c", "z")
            .build();
    model.family(MetricKind.COUNTER, "n").add(new Model.Sum(1L, exemplar(filtered)));

    assertThat(Page.openMetrics(model))
        .contains("span_id=\"0000000000000003\",b=\"" + "y".repeat(56) + "\",c=\"z\"} 0.5")
        .doesNotContain("a_long");
  }

  @Test
  void exemplar_nothingFits_leavesNoComma() {
    Attributes filtered = Attributes.builder().put("a", "x".repeat(200)).build();
    model.family(MetricKind.COUNTER, "n").add(new Model.Sum(1L, exemplar(filtered)));

    assertThat(Page.openMetrics(model)).contains("span_id=\"0000000000000003\"} 0.5");
  }

  @Test
  void histogram_exemplars_standAtTheirBuckets() {
    model
        .family(MetricKind.HISTOGRAM, "t", "s", "")
        .add(
            new Model.Buckets(
                2.5,
                new double[] {1, 2},
                new long[] {1, 0, 2},
                new Exemplar[] {null, null, exemplar(Attributes.empty())},
                null));

    assertThat(Page.openMetrics(model))
        .isEqualTo(
            """
            # TYPE t_seconds histogram
            # UNIT t_seconds seconds
            t_seconds_bucket{le="1.0"} 1
            t_seconds_bucket{le="2.0"} 1
            t_seconds_bucket{le="+Inf"} 3 # \
            {trace_id="00000000000000010000000000000002",span_id="0000000000000003"} \
            0.5 1700000001.250
            t_seconds_sum 2.5
            t_seconds_count 3
            t_seconds_created 1700000000.123
            # EOF
            """);
  }

  @Test
  void infoAndStateSet_haveTheirOwnTypes() {
    model.family(MetricKind.INFO, "build").add(GET, new Model.Info());
    model
        .family(MetricKind.STATE_SET, "phase")
        .add(GET, new Model.States(new TreeMap<>(Map.of("up", true, "down", false))));

    assertThat(Page.openMetrics(model))
        .isEqualTo(
            """
            # TYPE build info
            build_info{method="GET"} 1
            # TYPE phase stateset
            phase{method="GET",phase="down"} 0
            phase{method="GET",phase="up"} 1
            # EOF
            """);
  }

  @Test
  void exactNames_counterWithoutTotal_isOfUnknownType() {
    model.family(MetricKind.COUNTER, "sent", "By", "").add(new Model.Sum(3L, exemplar(GET)));
    model.family(MetricKind.COUNTER, "got_total").add(Model.Sum.of(4L));
    model.family(MetricKind.INFO, "build").add(GET, new Model.Info());

    assertThat(Page.of(Page.builder(model).exactNames(true).build(), Page.OPEN_METRICS))
        .isEqualTo(
            """
            # TYPE sent unknown
            sent 3
            # TYPE got counter
            got_total 4
            got_created 1700000000.123
            # TYPE build gauge
            build{method="GET"} 1
            # EOF
            """);
  }

  @Test
  void unit_thatIsNotTheLastWordOfTheName_isLeftOut() {
    model.family(MetricKind.COUNTER, "net.sent", "By", "").add(Model.Sum.of(1L));
    model.family(MetricKind.GAUGE, "seconds", "s", "").add(new Model.Value(1L));

    assertThat(page(Escaping.UNDERSCORES))
        .contains("# UNIT net_sent_bytes bytes\n", "# TYPE seconds gauge\nseconds 1\n");
    assertThat(page(Escaping.DOTS))
        .contains("# TYPE net_dot_sent__bytes_ counter\n")
        .doesNotContain("# UNIT");
    assertThat(page(Escaping.VALUES))
        .contains("# TYPE U__net_2e_sent__bytes_ counter\n")
        .doesNotContain("# UNIT");
  }

  @Test
  void unit_afterADot_isLeftOut() {
    model.family(MetricKind.GAUGE, "latency.seconds", "s", "").add(new Model.Value(1L));

    assertThat(page(Escaping.ALLOW_UTF_8))
        .contains("# TYPE \"latency.seconds\" gauge\n")
        .doesNotContain("# UNIT");
  }

  @Test
  void nameOfACreationTime_isTaken() {
    model.family(MetricKind.COUNTER, "c").add(Model.Sum.of(1L));
    model.family(MetricKind.GAUGE, "c.created").add(new Model.Value(5L));
    model.family(MetricKind.HISTOGRAM, "h").add(Model.Buckets.of(1, new double[] {}, 1));
    model.family(MetricKind.GAUGE, "h.created").add(new Model.Value(5L));

    assertThat(Page.openMetrics(model)).doesNotContain("gauge", "created 5");
    assertThat(Page.text(model)).contains("\nc_created 5\n", "\nh_created 5\n");
  }

  @Test
  void stateSet_nameWithAColon_hasALabelWithoutOne() {
    model
        .family(MetricKind.STATE_SET, "a:b")
        .add(new Model.States(new TreeMap<>(Map.of("on", true))));

    assertThat(Page.openMetrics(model)).contains("a:b{a_b=\"on\"} 1\n");
  }

  @Test
  void times_beforeTheEpoch_areNegative() {
    Model.Family family = model.family(MetricKind.COUNTER, "c");
    family.points.add(new Model.Point(Attributes.empty(), 0, 0, -1_500_000_000L, Model.Sum.of(1L)));

    assertThat(Page.openMetrics(model)).contains("c_created -1.500\n");
  }

  private String page(Escaping escaping) {
    return Page.of(
        Page.builder(model).build(),
        new ExpositionFormat(ExpositionFormat.Encoding.OPEN_METRICS, escaping));
  }

  @Test
  void createdTimestamps_off_areLeftOut() {
    model.family(MetricKind.COUNTER, "n").add(Model.Sum.of(1L));

    assertThat(Page.of(Page.builder(model).createdTimestamps(false).build(), Page.OPEN_METRICS))
        .doesNotContain("_created");
  }

  @Test
  void utf8Names_negotiated_areQuoted() {
    model
        .family(MetricKind.COUNTER, "http.sent", "By", "")
        .add(Attributes.builder().put("http.method", "GET").build(), Model.Sum.of(1L))
        .add(Model.Sum.of(2L));

    assertThat(
            Page.of(
                Page.builder(model).createdTimestamps(false).build(),
                new ExpositionFormat(ExpositionFormat.Encoding.OPEN_METRICS, Escaping.ALLOW_UTF_8)))
        .isEqualTo(
            """
            # TYPE "http.sent_bytes" counter
            # UNIT "http.sent_bytes" bytes
            {"http.sent_bytes_total","http.method"="GET"} 1
            {"http.sent_bytes_total"} 2
            # EOF
            """);
  }

  @Test
  void emptySource_isOnlyTheEnd() {
    assertThat(Page.openMetrics(model)).isEqualTo("# EOF\n");
  }

  private static Exemplar exemplar(Attributes filtered) {
    return new Exemplar(0.5, 1_700_000_001_250_999_999L, 1, 2, 3, filtered);
  }
}
