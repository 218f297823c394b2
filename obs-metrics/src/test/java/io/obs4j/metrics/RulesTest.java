package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.judges.SilentLogger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {

  private final Diagnostics diagnostics = Diagnostics.loggingTo(new SilentLogger());

  private Metrics with(String text) {
    return Metrics.builder().diagnostics(diagnostics).rules(Rules.parse(text)).build();
  }

  @Test
  void and_appliesBothAndTheLaterOneCounts() {
    Rules both = Rules.parse("rename a first\ndeny b").and(Rules.parse("rename a second\ndeny c"));
    Metrics metrics = Metrics.builder().diagnostics(diagnostics).rules(both).build();
    for (String name : List.of("a", "b", "c")) {
      metrics.counter(name).create().increment();
    }

    Page page = Page.of(metrics);

    assertThat(page.value("second")).isEqualTo(1L);
    assertThat(page.has("first") || page.has("b") || page.has("c")).isFalse();
  }

  @Test
  void deny_matching_recordsNothing() {
    Metrics metrics = with("deny jvm.*\n");
    metrics.counter("jvm.c").labels("a").of("x").increment();
    metrics.counter("jvm.c").labels("a").of("too", "many").increment();
    metrics.histogram("jvm.h").create().record(1);
    metrics.summary("jvm.s").create().record(1);
    metrics.gauge("jvm.g").callback(() -> Integer.parseInt("x"));
    metrics.inFlight("jvm.i").create().start().close();
    metrics.info("jvm.info").create();
    metrics.stateSet("jvm.set").states("a").create().only("a");
    metrics.counter("jvmc").create().increment();

    Page page = Page.of(metrics);

    assertThat(page.values().keySet()).noneMatch(name -> name.contains("jvm."));
    assertThat(page.value("jvmc")).isEqualTo(1L);
    assertThat(diagnostics.faultCount(Callbacks.FAULT)).isZero();
  }

  @Test
  void rename_withStars_movesWhatTheyMatched() {
    Metrics metrics = with("rename old.*.count new.*\nrename a b");
    metrics.counter("old.http.count").create().increment();
    metrics.counter("a").create().add(2);

    Page page = Page.of(metrics);
    assertThat(page.value("new.http")).isEqualTo(1L);
    assertThat(page.value("b")).isEqualTo(2L);
    assertThat(page.has("a")).isFalse();
  }

  @Test
  @Timeout(20)
  void deny_manyStars_isMatchedAtOnce() {
    Metrics metrics = with("deny " + "*a".repeat(30) + "*b");

    metrics.counter("a".repeat(255)).create().increment();
    metrics.counter("a".repeat(30) + "b").create().increment();

    Page page = Page.of(metrics);
    assertThat(page.has("a".repeat(255))).isTrue();
    assertThat(page.has("a".repeat(30) + "b")).isFalse();
  }

  @Test
  void rename_toAMetricOfTheSameShape_addsUp() {
    Metrics metrics = with("rename a b");
    metrics.counter("a").labels("l").of("x").increment();
    metrics.counter("b").labels("l").of("x").add(2);

    assertThat(Page.of(metrics).value("b{l=\"x\"}")).isEqualTo(3L);
  }

  @Test
  void rename_toAMetricOfAnotherShape_leavesTheLaterOutAndSaysSo() {
    Metrics first = with("rename a b");
    first.counter("a").create().increment();
    first.gauge("b").create().set(7);
    Metrics last = with("rename a b");
    last.gauge("b").create().set(7);
    last.counter("a").create().increment();

    assertThat(Page.of(first).value("b")).isEqualTo(1L);
    assertThat(Page.of(last).value("b")).isEqualTo(7.0);
    assertThat(diagnostics.faultCount(Rules.FAULT)).isEqualTo(2);
  }

  @Test
  void drop_label_mergesSeries() {
    Metrics metrics = with("drop http.* user region\ndrop all a\n");
    Family<Counter> family = metrics.counter("http.c").labels("user", "method", "region");
    Family<Counter> none = metrics.counter("all").labels("a");
    for (int user = 0; user < 10; user++) {
      family.of("u" + user, "GET", "eu").increment();
      family.of(new String[] {"u" + user, "PUT", "eu"}).increment();
      none.of("u" + user).increment();
    }

    assertThat(family.remove("u1", "GET", "eu")).isFalse();
    Page page = Page.of(metrics);
    assertThat(page.value("http.c{method=\"GET\"}")).isEqualTo(10L);
    assertThat(page.value("http.c{method=\"PUT\"}")).isEqualTo(10L);
    assertThat(page.value("all")).isEqualTo(10L);
    family.of("u", "GET").increment();
    assertThat(Page.of(metrics).value("obs.metrics.refused{metric=\"http.c\",reason=\"labels\"}"))
        .isEqualTo(1L);
  }

  @Test
  void drop_oneOfFive_keepsTheOthersInOrder() {
    Metrics metrics = with("drop c l3");
    Family<Counter> family = metrics.counter("c").labels("l1", "l2", "l3", "l4", "l5");
    family.of("1", "2", "3", "4", "5").increment();
    family.of(new String[] {"1", "2", "x", "4", "5"}).increment();

    assertThat(Page.of(metrics).value("c{l1=\"1\",l2=\"2\",l4=\"4\",l5=\"5\"}")).isEqualTo(2L);
  }

  @Test
  void drop_labelOfObservedAndConstant_addsUpSums() {
    Metrics metrics = with("drop * pool\ndrop * zone");
    metrics
        .counter("c")
        .constant("zone", "z")
        .observed("pool", "kind")
        .observe(
            o -> {
              o.observe(1, "p1", "k");
              o.observe(2, "p2", "k");
            });
    metrics.gauge("g").observed("pool").callback(() -> 1, "p1");
    metrics.gauge("g").observed("pool").callback(() -> 2, "p2");

    Page page = Page.of(metrics);
    assertThat(page.value("c{kind=\"k\"}")).isEqualTo(3L);
    assertThat(page.value("g")).isEqualTo(2.0);
  }

  @Test
  void drop_labelOfTheAgesOfTasksAlone_showsEachSeriesOnceWithItsOwnLabels() {
    for (String order : new String[] {"user kind", "kind user"}) {
      Metrics metrics = with("drop jobs.duration* user");
      Family<InFlight> jobs = metrics.inFlight("jobs").labels(order.split(" "));
      String[] first =
          order.startsWith("user") ? new String[] {"u1", "k"} : new String[] {"k", "u1"};
      String[] other =
          order.startsWith("user") ? new String[] {"u2", "k"} : new String[] {"k", "u2"};
      jobs.of(first).start();
      jobs.of(other).start();

      Page page = Page.of(metrics);
      assertThat(page.has("jobs.duration{kind=\"k\"}")).isTrue();
      assertThat(page.has("jobs.duration.sum{kind=\"k\"}")).isTrue();
    }
  }

  @Test
  void drop_labelOfTheNumberOfTasksAlone_leavesThatLabelOfTheAgesEmpty() {
    Metrics metrics = with("drop jobs.active user");
    metrics.inFlight("jobs").labels("user", "kind").of("u1", "k").start();

    Page page = Page.of(metrics);
    assertThat(page.value("jobs.active{kind=\"k\"}")).isEqualTo(1L);
    assertThat(page.has("jobs.duration{kind=\"k\"}")).isTrue();
  }

  @Test
  void bucketsAndLimit_lastMatchingRuleCounts() {
    Metrics metrics = with("limit * 5\nlimit c 2");
    Family<Counter> family = metrics.counter("c").labels("a");
    for (int i = 0; i < 3; i++) {
      family.of("v" + i).increment();
    }

    assertThat(Page.of(metrics).value("c{otel.metric.overflow=\"true\"}")).isEqualTo(1L);
    assertThat(shape("buckets * 7\nbuckets *.duration 0.1 1 10", "h.duration"))
        .contains("explicit[0.1, 1.0, 10.0]");
  }

  @Test
  void buckets_exponential_replacesExplicitOnes() {
    assertThat(shape("buckets * exponential 40", "h")).contains("maxBuckets=40");
    assertThat(shape("buckets * exponential", "h")).contains("maxBuckets=160");
  }

  @Test
  void limit_shapeDiffersInCode_stillThrows() {
    Metrics metrics = with("limit * 5");
    metrics.counter("c").create();

    assertThatThrownBy(() -> metrics.gauge("c").create()).hasMessageContaining("GAUGE");
  }

  private String shape(String rules, String histogram) {
    Declaration declared =
        Metrics.create().histogram(histogram).explicit(1, 2).declaration(List.of(), false);
    return Rules.parse(rules).apply(declared).shape();
  }

  @Test
  void parse_malformed_throwsNamingLineAndForm() {
    for (String line :
        new String[] {
          "deny",
          "deny a b",
          "rename a",
          "rename a *",
          "drop a",
          "buckets a",
          "buckets a x",
          "buckets a 2 1",
          "buckets a exponential 1",
          "limit a 0",
          "limit a x",
          "allow a"
        }) {
      assertThatThrownBy(() -> Rules.parse("# first\n\n" + line))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("line 3 \"" + line + "\"");
    }
    assertThatThrownBy(() -> Rules.builder().deny(" ")).hasMessageContaining("blank");
  }

  @Test
  void readLeniently_malformedLine_isSkippedAndSaid(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("rules"), "deny a\nallow b\nlimit c 1\n");

    Metrics metrics = Metrics.builder().rules(Rules.readLeniently(file, diagnostics)).build();
    metrics.counter("a").create().increment();

    assertThat(Page.of(metrics).has("a")).isFalse();
    assertThat(diagnostics.faultCount(Rules.FAULT)).isEqualTo(1);
    assertThatThrownBy(() -> Rules.read(file)).hasMessageContaining("line 2");
  }

  @Test
  void readLeniently_noFile_changesNothingAndIsSaid(@TempDir Path directory) {
    Rules rules = Rules.readLeniently(directory.resolve("missing"), diagnostics);

    assertThat(rules).isSameAs(Rules.none());
    assertThat(diagnostics.faultCount(Rules.FAULT)).isEqualTo(1);
  }
}
