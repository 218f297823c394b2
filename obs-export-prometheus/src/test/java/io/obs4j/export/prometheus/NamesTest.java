package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, units and labels on their way to a page. */
class NamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      textBlock =
          """
          http.requests       | {request} | COUNTER         | http_requests_total
          http.requests_total | ''        | COUNTER         | http_requests_total
          total               | ''        | COUNTER         | total_total
          time                | s         | COUNTER         | time_seconds_total
          time_total          | s         | COUNTER         | time_seconds_total
          time.seconds        | s         | HISTOGRAM       | time_seconds
          seconds             | s         | GAUGE           | seconds
          milliseconds        | s         | GAUGE           | milliseconds_seconds
          used                | By        | UP_DOWN_COUNTER | used_bytes
          load                | 1         | GAUGE           | load_ratio
          load                | 1         | UP_DOWN_COUNTER | load
          hits                | 1         | COUNTER         | hits_total
          speed               | m/s       | GAUGE           | speed_meters_per_second
          calls               | {call}/s  | GAUGE           | calls_per_second
          calls               | 1/min     | GAUGE           | calls_per_minute
          rate                | By/s      | GAUGE           | rate_bytes_per_second
          disk                | By{used}  | GAUGE           | disk_bytes
          weird               | a b!c     | GAUGE           | weird_a_b_c
          a..b__c-d           | ''        | GAUGE           | a_b_c_d
          1st                 | ''        | GAUGE           | _st
          été                 | ''        | GAUGE           | _t_
          a:b                 | ''        | GAUGE           | a:b
          build               | ''        | INFO            | build_info
          build.info          | ''        | INFO            | build_info
          phase               | s         | STATE_SET       | phase
          """)
  void translated_withUnderscores_followsTheSpecification(
      String name, String unit, MetricKind kind, String expected) {
    assertThat(MetricName.translated(family(name, unit, kind), Escaping.UNDERSCORES).sample())
        .isEqualTo(expected);
  }

  @Test
  void translated_withUtf8_keepsTheStem() {
    assertThat(
            MetricName.translated(
                family("http.time", "s", MetricKind.COUNTER), Escaping.ALLOW_UTF_8))
        .isEqualTo(new MetricName("http.time_seconds_total", "seconds"));
    assertThat(
            MetricName.translated(
                family("http.seconds", "s", MetricKind.GAUGE), Escaping.ALLOW_UTF_8))
        .isEqualTo(new MetricName("http.seconds", "seconds"));
  }

  @Test
  void exact_addsNothing() {
    assertThat(MetricName.exact(family("a.b", "s", MetricKind.COUNTER), Escaping.ALLOW_UTF_8))
        .isEqualTo(new MetricName("a.b", ""));
    assertThat(MetricName.exact(family("a..b", "s", MetricKind.COUNTER), Escaping.UNDERSCORES))
        .isEqualTo(new MetricName("a__b", ""));
    assertThat(MetricName.exact(family("a_seconds", "s", MetricKind.GAUGE), Escaping.UNDERSCORES))
        .isEqualTo(new MetricName("a_seconds", "seconds"));
  }

  @ParameterizedTest
  @CsvSource({
    "plain_name,plain_name,plain__name,plain_name",
    "http.status:ok,http_status:ok,http_dot_status:ok,U__http_2e_status:ok",
    "a-b_c,a_b_c,a__b__c,U__a_2d_b__c",
    "1a,_a,__a,U___31_a",
    "\u4F60\uD83D\uDE00,__,____,U___4f60__1f600_"
  })
  void escaping_metricNames_followPrometheus(
      String name, String underscores, String dots, String values) {
    assertThat(Escaping.ALLOW_UTF_8.metric(name)).isEqualTo(name);
    assertThat(Escaping.UNDERSCORES.metric(name)).isEqualTo(underscores);
    assertThat(Escaping.DOTS.metric(name)).isEqualTo(dots);
    assertThat(Escaping.VALUES.metric(name)).isEqualTo(values);
  }

  @Test
  void labels_collidingNames_areJoinedInTheOrderOfTheirKeys() {
    Attributes attributes =
        Attributes.builder().put("a_b", "3").put("a.b", "2").put("a-b", "1").put("c", "4").build();

    assertThat(labels(attributes)).isEqualTo(Map.of("a_b", "1;2;3", "c", "4"));
  }

  @Test
  void labels_namesThatThePageNeeds_arePrefixed() {
    assertThat(
            LabelSet.of(
                    Attributes.builder().put("le", "1").put("x", "2").build(),
                    Escaping.UNDERSCORES,
                    Set.of("le"))
                .values())
        .isEqualTo(Map.of("exported_le", "1", "x", "2"));
  }

  @Test
  void labels_odd_becomeNames() {
    assertThat(labels(Attributes.builder().put("__name__", "1").put("9", "2").build()))
        .isEqualTo(Map.of("_name_", "1", "_", "2"));
  }

  @Test
  void labels_otherTypes_areJson() {
    Attributes attributes =
        Attributes.builder()
            .put("b", true)
            .put("d", 1e21)
            .put("l", -5)
            .put(AttributeKey.stringArrayKey("sa"), List.of("x\"y\\", "z\n"))
            .put(AttributeKey.longArrayKey("la"), List.of(1L, 2L))
            .put(AttributeKey.doubleArrayKey("da"), List.of(0.5))
            .put(AttributeKey.booleanArrayKey("ba"), List.of())
            .build();

    assertThat(labels(attributes))
        .containsEntry("b", "true")
        .containsEntry("d", "1e+21")
        .containsEntry("l", "-5")
        .containsEntry("sa", "[\"x\\\"y\\\\\",\"z\\n\"]")
        .containsEntry("la", "[1,2]")
        .containsEntry("da", "[0.5]");
  }

  @Test
  void scope_attributesNamedLikeItsOwnLabels_areDropped() {
    InstrumentationScope scope =
        new InstrumentationScope(
            "lib",
            "2",
            "http://schema",
            Attributes.builder().put("name", "other").put("team.id", "x").build());

    assertThat(new Naming(false, true).scope(scope, Escaping.UNDERSCORES).values())
        .isEqualTo(
            Map.of(
                "otel_scope_name", "lib",
                "otel_scope_version", "2",
                "otel_scope_schema_url", "http://schema",
                "otel_scope_team_id", "x"));
    assertThat(new Naming(false, false).scope(scope, Escaping.UNDERSCORES).values()).isEmpty();
  }

  private static Map<String, String> labels(Attributes attributes) {
    return LabelSet.of(attributes, Escaping.UNDERSCORES, Set.of()).values();
  }

  private static MetricFamily family(String name, String unit, MetricKind kind) {
    return new MetricFamily(InstrumentationScope.APPLICATION, name, kind, unit, "", false);
  }
}
