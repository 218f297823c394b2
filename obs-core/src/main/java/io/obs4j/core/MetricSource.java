package io.obs4j.core;

import java.util.List;

/**
 * Whatever has metrics to read. A walk calls the visitor once per family and once per series, in a
 * stable order, with readings that are consistent in themselves.
 *
 * <p>Values are cumulative and a walk changes none of them, so any number of readers may walk, also
 * at the same time.
 */
@FunctionalInterface
public interface MetricSource {

  /**
   * Walks all families and their series.
   *
   * @param visitor called on this thread; what it throws ends the walk and reaches the caller
   */
  void visit(MetricVisitor visitor);

  /**
   * Registers a reader. A series that is removed stays visible until each registered reader has
   * walked past its last value once, or a limit of the source is reached. By default the source
   * forgets nothing, and the reader simply walks it.
   *
   * @return the reader, to be closed when it stops reading
   */
  default MetricReader openReader() {
    return new MetricReader() {
      @Override
      public void visit(MetricVisitor visitor) {
        MetricSource.this.visit(visitor);
      }

      @Override
      public void close() {}
    };
  }

  /**
   * Several sources, walked one after another. A reader of them is one reader of each: when its
   * walk is ended early, the sources that were walked to their end have been seen.
   *
   * @param sources in the order of the walk
   * @return one source
   */
  static MetricSource concat(MetricSource... sources) {
    return new ConcatenatedSource(List.of(sources));
  }
}
