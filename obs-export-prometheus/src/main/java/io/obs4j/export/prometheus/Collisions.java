package io.obs4j.export.prometheus;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricFamily;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reports each family that is left out because its name is taken, and each of which series are left
 * out because their labels are, once. Safe for any thread.
 */
final class Collisions {

  private static final int MOST_REPORTED = 1_000;

  private final Set<String> reported = ConcurrentHashMap.newKeySet();
  private final Diagnostics diagnostics;

  Collisions(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void seriesLeftOut(MetricFamily family, String name) {
    if (reported.size() < MOST_REPORTED && reported.add(name)) {
      diagnostics.fault(
          "prometheus.label.collision",
          name,
          "A series of metric "
              + family.name()
              + " is left out: its labels on the page are those of an earlier one, although the"
              + " attributes differ; rename an attribute, or give it values of one type");
    }
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
