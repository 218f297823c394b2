package io.obs4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A question that JMH answers by timing all sides in turn, fork by fork.
 *
 * @param name how it is called
 * @param check what the sides export after the same work
 * @param sides ours first
 */
record Comparison(String name, Supplier<List<Outcome>> check, List<Side> sides)
    implements Question {

  @Override
  public List<Outcome> outcomes() {
    return check.get();
  }

  @Override
  public List<Ratio> answer(Run run) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (int fork = 0; fork < run.forks(); fork++) {
      for (Side side : sides) {
        measurements.computeIfAbsent(side.name(), unseen -> new Measurement()).add(run.time(side));
      }
    }
    return Ratio.all(run.named(name), "ns", measurements);
  }
}
