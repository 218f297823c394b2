package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;
import io.opentelemetry.api.common.Attributes;
import java.util.function.Predicate;

/** An open family that is denied: all its instruments are the one that records nothing. */
record RefusingOpenFamily<S>(S refusing) implements OpenFamily<S> {

  @Override
  public S of(Attributes attributes) {
    return refusing;
  }

  @Override
  public void visit(S instrument, MetricVisitor visitor) {}

  @Override
  public boolean remove(Attributes attributes) {
    return false;
  }

  @Override
  public int removeIf(Predicate<Attributes> condition) {
    return 0;
  }
}
