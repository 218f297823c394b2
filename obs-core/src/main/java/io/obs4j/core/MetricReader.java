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

  /**
   * Walks the source as {@link #visit} does, but what it has shown counts as seen only with {@link
   * #confirm}: for who has to hand it on, and may fail to. A source that forgets nothing need not
   * tell the two apart.
   *
   * @param visitor called on this thread
   */
  default void preview(MetricVisitor visitor) {
    visit(visitor);
  }

  /** Counts as seen what the last {@link #preview} that ended well has shown. */
  default void confirm() {}

  /** Ends the registration; the source waits for this reader no longer. Idempotent. */
  @Override
  void close();
}
