package io.obs4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A question of how much several threads get done in a second, who wait for nothing but the side
 * itself: the more, the better.
 *
 * @param name how it is called
 * @param unit of what they do, in a second
 * @param check what the sides export after the same work
 * @param sides ours first
 */
record Throughput(String name, String unit, Supplier<List<Outcome>> check, List<Side> sides)
    implements Question {

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  @Override
  public List<Outcome> outcomes() {
    return check.get();
  }

  @Override
  public List<Ratio> answer(Run run) {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (int fork = 0; fork < run.forks(); fork++) {
      for (Side side : sides) {
        Measurement time = new Measurement();
        time.add(run.time(side));
        measurements
            .computeIfAbsent(side.name(), unseen -> new Measurement())
            .add(side.threads() * SECOND / time.median(), time.bytes());
      }
    }
    return Ratio.all(run.named(name), unit, measurements);
  }
}
