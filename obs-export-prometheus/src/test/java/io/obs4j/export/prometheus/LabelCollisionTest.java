package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricKind;
import io.obs4j.core.Resource;
import io.obs4j.export.prometheus.ExpositionFormat.Encoding;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Series whose attributes differ, but whose labels do not. */
class LabelCollisionTest {

  private static final String FAULT = "prometheus.label.collision";

  private final LogLines log = new LogLines();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);
  private final Model model = new Model();
  private final PrometheusWriter writer =
      PrometheusWriter.builder(model, Resource.of(Attributes.empty()), diagnostics)
          .targetInfo(false)
          .build();

  private final Model.Family gauges = model.family(MetricKind.GAUGE, "g");

  private void add(Attributes attributes, long value) {
    gauges.add(attributes, new Model.Value(value));
  }

  private List<String> samples() {
    return samples(writer);
  }

  private static List<String> samples(PrometheusWriter writer) {
    return Page.of(writer, ExpositionFormat.TEXT)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @Test
  void keys_thatAreOneLabel_firstSeriesIsShownAndTheRestIsReportedOnce() {
    add(string("a.b", "1"), 1);
    add(string("a_b", "1"), 2);
    add(string("a_b", "2"), 3);
    add(string("a/b", "1"), 4);

    for (int scrape = 0; scrape < 3; scrape++) {
      assertThat(samples()).containsExactly("g{a_b=\"1\"} 1", "g{a_b=\"2\"} 3");
    }
    assertThat(diagnostics.faultCount(FAULT)).isEqualTo(1);
    assertThat(log.at(Level.WARNING)).singleElement().asString().contains("A series of metric g");
  }

  @Test
  void values_ofOtherTypesThatReadAlike_firstSeriesIsShown() {
    add(string("k", "1"), 1);
    add(Attributes.of(AttributeKey.longKey("k"), 1L), 2);
    add(string("k", "true"), 3);
    add(Attributes.of(AttributeKey.booleanKey("k"), true), 4);
    add(string("k", "[1]"), 5);
    add(Attributes.of(AttributeKey.longArrayKey("k"), List.of(1L)), 6);

    assertThat(samples()).containsExactly("g{k=\"1\"} 1", "g{k=\"true\"} 3", "g{k=\"[1]\"} 5");
  }

  @Test
  void values_thatAreEmptyOrNotWellFormed_firstSeriesIsShown() {
    add(Attributes.empty(), 1);
    add(string("k", ""), 2);
    add(string("k", "\uD800"), 3);
    add(string("k", "\uDC00"), 4);
    add(string("k", "\uD83D\uDE00"), 5);

    assertThat(samples()).containsExactly("g 1", "g{k=\"\uFFFD\"} 3", "g{k=\"\uD83D\uDE00\"} 5");
  }

  @Test
  void keys_ofOneSeriesThatAreOneLabel_valuesAreJoinedInTheOrderOfTheKeys() {
    add(Attributes.of(AttributeKey.stringKey("a_b"), "2", AttributeKey.stringKey("a.b"), "1"), 1);
    add(string("a.b", "1;2"), 2);
    add(string("a.b", "1"), 3);

    assertThat(samples()).containsExactly("g{a_b=\"1;2\"} 1", "g{a_b=\"1\"} 3");
  }

  @Test
  void attributes_thatPassForTheScope_getAPrefix() {
    InstrumentationScope plain = InstrumentationScope.of("lib", "");
    InstrumentationScope versioned = InstrumentationScope.of("lib", "1");
    model
        .family(plain, MetricKind.GAUGE, "s", "", "")
        .add(string("otel.scope.version", "1"), new Model.Value(1L));
    model.family(versioned, MetricKind.GAUGE, "s", "", "").add(new Model.Value(2L));

    assertThat(samples())
        .containsExactly(
            "s{otel_scope_name=\"lib\",exported_otel_scope_version=\"1\"} 1",
            "s{otel_scope_name=\"lib\",otel_scope_version=\"1\"} 2");
  }

  @Test
  void firstSeries_isGone_theOtherIsShown() {
    add(string("a.b", "1"), 1);
    add(string("a_b", "1"), 2);
    assertThat(samples()).containsExactly("g{a_b=\"1\"} 1");

    gauges.points.remove(0);
    assertThat(samples()).containsExactly("g{a_b=\"1\"} 2");

    gauges.add(string("a_b", "1"), 0, 1, new Model.Value(3L));
    assertThat(samples()).containsExactly("g{a_b=\"1\"} 2");
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void seriesOfAllKinds_inAllFormats_areLeftOut(Encoding encoding) {
    ExpositionFormat format = new ExpositionFormat(encoding, Escaping.UNDERSCORES);
    fill(1);
    byte[] alone = Page.bytes(writer, format, Set.of());
    fill(2);

    assertThat(Page.bytes(writer, format, Set.of())).isEqualTo(alone);
    assertThat(diagnostics.faultCount(FAULT)).isEqualTo(MetricKind.values().length - 1);
  }

  /** One series of each kind, all with labels that are the same on a page. */
  private void fill(int time) {
    if (time == 1) {
      for (MetricKind kind : MetricKind.values()) {
        if (kind != MetricKind.GAUGE) {
          model.family(kind, "of." + kind);
        }
      }
    }
    for (Model.Family family : model.families) {
      if (family != gauges) {
        family.add(string(time == 1 ? "a.b" : "a_b", "x"), reading(family.shape.kind()));
      }
    }
  }

  private static Model.Reading reading(MetricKind kind) {
    return switch (kind) {
      case COUNTER, UP_DOWN_COUNTER -> Model.Sum.of(1L);
      case GAUGE -> new Model.Value(1L);
      case HISTOGRAM -> Model.Buckets.of(1, new double[] {1}, 1, 2);
      case SUMMARY -> new Model.Quantiles(1, 1, new double[] {0.5}, new double[] {1});
      case INFO -> new Model.Info();
      case STATE_SET -> new Model.States(new TreeMap<>(Map.of("up", true, "down", false)));
    };
  }

  @Test
  void pages_ofRandomAttributes_neverHoldLabelsTwiceAndMissNone() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2_000; i++) {
      Model some = new Model();
      Model.Family family = some.family(MetricKind.GAUGE, "g");
      PrometheusWriter pages =
          PrometheusWriter.builder(some, Resource.of(Attributes.empty()), diagnostics)
              .targetInfo(false)
              .build();
      Set<Attributes> added = new HashSet<>();
      Set<String> distinct = new HashSet<>();
      for (int walk = 0; walk < 3; walk++) {
        for (int n = random.nextInt(random.nextInt(10) == 0 ? 200 : 12); n > 0; n--) {
          Attributes attributes = randomAttributes(random);
          if (added.add(attributes)) {
            family.add(attributes, new Model.Value(1L));
            distinct.add(labels(attributes));
          }
        }
        assertThat(samples(pages)).doesNotHaveDuplicates().hasSize(distinct.size());
      }
    }
  }

  private static String labels(Attributes attributes) {
    return LabelSet.of(attributes, Escaping.UNDERSCORES, Set.of(), new LabelSources())
        .values()
        .toString();
  }

  private static Attributes randomAttributes(SplittableRandom random) {
    AttributesBuilder attributes = Attributes.builder();
    for (String key : List.of("a", "b", "b.c", "b_c")) {
      switch (random.nextInt(10)) {
        case 0 -> attributes.put(key, random.nextInt(3));
        case 1, 2 -> attributes.put(key, Integer.toString(random.nextInt(3)));
        case 3 -> attributes.put(key, random.nextBoolean());
        case 4 -> attributes.put(key, random.nextBoolean() ? "" : "1;2");
        default -> {}
      }
    }
    return attributes.build();
  }

  private static Attributes string(String key, String value) {
    return Attributes.builder().put(key, value).build();
  }
}
