package io.obs4j.export.prometheus;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricFamily;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reports each family that is left out because its name is taken, once. Safe for any thread. */
final class Collisions {

  private static final int MOST_REPORTED = 1_000;

  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private final Diagnostics diagnostics;

  Collisions(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void leftOut(MetricFamily family, String name) {
    String subject = name + " < " + family.name() + " < " + family.scope().name();
    if (reported.size() < MOST_REPORTED && reported.add(subject)) {
      diagnostics.fault(
          "prometheus.name.collision",
          subject,
          "The metric "
              + family.name()
              + (family.scope().name().isEmpty() ? "" : " of scope " + family.scope().name())
              + " is left out: its name on the page, "
              + name
              + ", belongs to an earlier metric; rename one of them");
    }
  }
}
