package io.obs4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The sides of each question do the same, and it is seen where they do not. */
class FrameworkEquivalenceTest {

  @TestFactory
  List<DynamicTest> faults_areThoseThatWerePlanted() {
    return FrameworkBench.ALL.stream()
        .map(question -> DynamicTest.dynamicTest(question.name(), () -> verify(question)))
        .toList();
  }

  private static void verify(Question question) {
    List<Outcome> outcomes = question.outcomes();
    assertThat(Equivalence.faults(question.name(), outcomes)).isEmpty();

    Outcome peer = outcomes.get(1);
    SortedMap<String, Double> values = new TreeMap<>(peer.samples().values());
    values.compute(values.lastKey(), (sample, value) -> value + 1);
    Outcome faulty = new Outcome(peer.side(), new Samples(values));
    assertThat(Equivalence.faults(question.name(), List.of(outcomes.get(0), faulty))).hasSize(1);
  }
}
