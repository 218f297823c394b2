package io.obs4j.metrics;

import io.obs4j.core.MetricVisitor;

/** A series of an info. */
final class InfoCell extends Cell implements Info {

  InfoCell(Place place) {
    super(place);
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    visitor.info(this);
  }

  @Override
  long activity() {
    return 0;
  }

  @Override
  void close() {}
}
