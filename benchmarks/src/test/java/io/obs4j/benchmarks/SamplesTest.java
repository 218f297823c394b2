package io.obs4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void parse_labelsInAnyOrder_areSorted() {
    assertThat(Samples.parse("a{y=\"2\",x=\"1\"} 3\n").values())
        .containsExactly(entry("a{x=\"1\",y=\"2\"}", 3.0));
  }

  @Test
  void parse_commentsTimestampsAndNoLabels_giveTheValue() {
    assertThat(Samples.parse("# HELP a b\n# TYPE a counter\n\na 1.5E3 1700000000\n").values())
        .containsExactly(entry("a{}", 1500.0));
  }

  @Test
  void parse_boundsWrittenDifferently_areTheSame() {
    String page = "a_bucket{le=\"%s\"} 1\na_bucket{le=\"%s\"} 1\n";
    assertThat(Samples.parse(page.formatted("10", "+Inf")))
        .isEqualTo(Samples.parse(page.formatted("10.0", "+Inf")));
  }

  @Test
  void parse_escapesAndBracesWithinValues_endTheLabelNowhere() {
    assertThat(Samples.parse("a{x=\"\\\"}\\n\\\\\"} 1\n").values()).containsKey("a{x=\"\"}\n\\\"}");
  }

  @Test
  void parse_scopeLabels_areLeftOut() {
    assertThat(Samples.parse("a{otel_scope_name=\"s\",x=\"1\"} 1\n").values())
        .containsOnlyKeys("a{x=\"1\"}");
  }

  @Test
  void parse_sampleTwice_isRefused() {
    assertThatThrownBy(() -> Samples.parse("a 1\na 2\n")).hasMessageContaining("a{}");
  }

  @Test
  void only_nameOfFamily_keepsItsSamples() {
    Samples samples = Samples.parse("a_sum 1\na_count 2\nb_sum 3\n");
    assertThat(samples.only("a_(sum|count)").values()).containsOnlyKeys("a_sum{}", "a_count{}");
  }

  @Test
  void bounds_ofBuckets_ascend() {
    assertThat(Samples.parse("a{le=\"+Inf\"} 2\na{le=\"0.5\"} 1\n").bounds())
        .containsExactly(0.5, Double.POSITIVE_INFINITY);
  }
}
