package io.obs4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EquivalenceTest {

  /** The outcomes of every kind of question that is answered within a moment. */
  private static final List<String> SAMPLED =
      List.of(
          "counter_resolved",
          "counter_lookup_same",
          "counter_lookup_equal",
          "counter_lookup_rotating",
          "histogram_exponential",
          "histogram_explicit",
          "timer",
          "summary",
          "scrape_counters_1000",
          "scrape_histograms_1000",
          "span_recorded",
          "span_batched_scope",
          "span_unsampled",
          "record_exception",
          "w3c_extract",
          "w3c_inject",
          "log_encode",
          "log_encode_hosted",
          "log_exception_fresh",
          "log_exception_seen",
          "log_file_sync",
          "log_disabled",
          "log_file_async",
          "otlp_encode_spans",
          "otlp_encode_points",
          "otlp_encode_logs");

  @TestFactory
  List<DynamicTest> faults_ofTheSidesAsTheyAre_areNone() {
    return tests(
        question -> assertThat(Equivalence.faults(question.name(), question.outcomes())).isEmpty());
  }

  @TestFactory
  List<DynamicTest> faults_plantedInOneSample_areFoundOnEachSide() {
    return tests(
        question -> {
          List<Outcome> outcomes = question.outcomes();
          for (int side = 1; side < outcomes.size(); side++) {
            List<Outcome> faulty = new ArrayList<>(outcomes);
            faulty.set(side, planted(outcomes.get(side)));
            assertThat(Equivalence.faults(question.name(), faulty))
                .singleElement()
                .asString()
                .startsWith(question.name() + ' ' + outcomes.get(side).side() + " differs");
          }
        });
  }

  @Test
  void faults_sampleMissing_areFound() {
    Outcome one = new Outcome("ours", Samples.parse("a 1\nb 2\n"));
    Outcome other = new Outcome("peer", Samples.parse("a 1\n"));
    assertThat(Equivalence.faults("q", List.of(one, other))).hasSize(1);
    assertThat(Equivalence.faults("q", List.of(other, one))).hasSize(1);
  }

  @Test
  void faults_nothingExported_areFound() {
    Outcome none = new Outcome("ours", Samples.parse(""));
    assertThat(Equivalence.faults("q", List.of(none, none)))
        .containsExactly("q ours exports nothing");
  }

  @Test
  void faults_sumsThatDifferByRounding_areNone() {
    Outcome one = new Outcome("ours", Samples.of("a_sum{}", 0.1 + 0.2));
    Outcome other = new Outcome("peer", Samples.of("a_sum{}", 0.3));
    assertThat(Equivalence.faults("q", List.of(one, other))).isEmpty();
  }

  private static List<DynamicTest> tests(Consumer<Question> body) {
    return Questions.ALL.stream()
        .filter(question -> SAMPLED.contains(question.name()))
        .map(question -> DynamicTest.dynamicTest(question.name(), () -> body.accept(question)))
        .toList();
  }

  private static Outcome planted(Outcome outcome) {
    SortedMap<String, Double> values = new TreeMap<>(outcome.samples().values());
    values.compute(values.lastKey(), (sample, value) -> value + 1);
    return new Outcome(outcome.side(), new Samples(values));
  }
}
