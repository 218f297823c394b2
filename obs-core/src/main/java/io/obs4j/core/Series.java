package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;

/**
 * One line of a metric: a family and one set of attributes.
 *
 * <p>Exporters keep what they cache (label bytes, encoded attributes, the last reading) in arrays
 * of their own, by {@link #index()}; an entry is stale once {@link #generation()} differs. Safe to
 * use from any thread, also after the walk.
 */
public interface Series {

  /**
   * The attributes, sorted by key. May be built on each call: cache what is made of them.
   *
   * @return typed attributes; empty for the series of an unlabelled metric
   */
  Attributes attributes();

  /**
   * The place of this series among those of its family: dense, and reused after removal.
   *
   * @return an index from 0
   */
  int index();

  /**
   * Tells apart the successive series at one index.
   *
   * @return a number that no earlier series at this index of the family had
   */
  int generation();

  /**
   * When the series began to accumulate.
   *
   * @return nanoseconds since the Unix epoch
   */
  long startEpochNanos();
}
