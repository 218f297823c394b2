package io.obs4j.export.prometheus;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.Resource;
import io.obs4j.core.Series;
import io.opentelemetry.api.common.Attributes;

/** The resource as a metric: {@code target_info}, with the attributes as labels. */
record TargetInfo(Resource resource) implements MetricSource, Series {

  private static final MetricFamily FAMILY =
      new MetricFamily(
          InstrumentationScope.APPLICATION,
          "target_info",
          MetricKind.INFO,
          "",
          "What is observed: its resource attributes.",
          false);

  @Override
  public void visit(MetricVisitor visitor) {
    if (!attributes().isEmpty()) {
      visitor.family(FAMILY);
      visitor.info(this);
    }
  }

  @Override
  public Attributes attributes() {
    return resource.attributes();
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public int generation() {
    return 0;
  }

  @Override
  public long startEpochNanos() {
    return 0;
  }
}
