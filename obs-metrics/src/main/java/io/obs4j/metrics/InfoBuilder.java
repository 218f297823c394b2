package io.obs4j.metrics;

import io.obs4j.core.MetricKind;

/**
 * Declares an {@link Info}: facts that are known at once as attributes, others as labels, whose
 * values are shown from when they are looked up until they are removed.
 *
 * <pre>{@code
 * metrics.info("build").attribute("version", "1.4.2").attribute("commit", "0b4bd22").create();
 *
 * Family<Info> leader = metrics.info("leader").labels("node");
 * leader.of("node-3");
 * }</pre>
 */
public final class InfoBuilder extends InstrumentBuilder<Info, InfoBuilder> {

  InfoBuilder(Registry registry, String name) {
    super(registry, name, MetricKind.INFO);
  }

  /**
   * Adds a fact.
   *
   * @param name of the attribute
   * @param value of the attribute
   * @return this builder
   */
  public InfoBuilder attribute(String name, String value) {
    return constant(name, value);
  }

  @Override
  InfoBuilder self() {
    return this;
  }

  @Override
  Cell cell(Cell.Place place) {
    return new InfoCell(place);
  }

  @Override
  Info refusing() {
    return RefusingInfo.INSTANCE;
  }
}
