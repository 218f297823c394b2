package io.obs4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the sides of a question export after the same work: a time alone proves nothing.
 */
final class Equivalence {

  /** Sums of fractions depend on the order of the additions, which is not the same everywhere. */
  private static final double TOLERANCE = 1e-9;

  private Equivalence() {}

  /**
   * Where the others differ from the first, one line for each side that does.
   *
   * @param question whose sides they are
   * @param outcomes ours first
   */
  static List<String> faults(String question, List<Outcome> outcomes) {
    Outcome ours = outcomes.get(0);
    if (ours.samples().values().isEmpty()) {
      return List.of(question + ' ' + ours.side() + " exports nothing");
    }
    List<String> faults = new ArrayList<>();
    for (Outcome theirs : outcomes.subList(1, outcomes.size())) {
      List<String> differences = differences(ours.samples(), theirs.samples());
      if (!differences.isEmpty()) {
        faults.add(
            String.format(
                "%s %s differs from %s in %d samples, first in %s",
                question, theirs.side(), ours.side(), differences.size(), differences.get(0)));
      }
    }
    return faults;
  }

  private static List<String> differences(Samples ours, Samples theirs) {
    TreeSet<String> all = new TreeSet<>(ours.values().keySet());
    all.addAll(theirs.values().keySet());
    return all.stream()
        .filter(sample -> !equal(ours.values().get(sample), theirs.values().get(sample)))
        .map(
            sample ->
                sample
                    + ": "
                    + ours.values().get(sample)
                    + " beside "
                    + theirs.values().get(sample))
        .toList();
  }

  private static boolean equal(@Nullable Double ours, @Nullable Double theirs) {
    return ours != null
        && theirs != null
        && Math.abs(ours - theirs) <= TOLERANCE * Math.max(Math.abs(ours), Math.abs(theirs));
  }
}
