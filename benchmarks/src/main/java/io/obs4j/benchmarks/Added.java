package io.obs4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A question of what sides add to a work that is also done without them, timed in turn, fork by
 * fork.
 *
 * @param name how it is called
 * @param check what the sides export after the same work
 * @param bare the work alone
 * @param sides the work with each of them, ours first
 */
record Added(String name, Supplier<List<Outcome>> check, Side bare, List<Side> sides)
    implements Question {

  @Override
  public List<Outcome> outcomes() {
    return check.get();
  }

  @Override
  public List<Ratio> answer(Run run) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (int fork = 0; fork < run.forks(); fork++) {
      Measurement alone = new Measurement();
      alone.add(run.time(bare));
      for (Side side : sides) {
        Measurement with = new Measurement();
        with.add(run.time(side));
        measurements
            .computeIfAbsent(side.name(), unseen -> new Measurement())
            .add(with.median() - alone.median(), with.bytes() - alone.bytes());
      }
    }
    return Ratio.all(run.named(name), "ns", measurements);
  }
}
