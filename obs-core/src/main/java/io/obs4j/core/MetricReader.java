package io.obs4j.core;

/**
 * A registered reader of a {@link MetricSource}, so that the source knows who has seen the last
 * value of a removed series. Safe for use by any thread; walks may overlap.
 */
public interface MetricReader extends AutoCloseable {

  /**
   * Walks the source, as {@link MetricSource#visit} does.
   *
   * @param visitor called on this thread; what it throws ends the walk, which then does not count
   *     as having seen anything
   */
  void visit(MetricVisitor visitor);

  /** Ends the registration; the source waits for this reader no longer. Idempotent. */
  @Override
  void close();
}
