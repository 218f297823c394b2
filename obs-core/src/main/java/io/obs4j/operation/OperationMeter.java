package io.obs4j.operation;

import org.jspecify.annotations.Nullable;

/**
 * Takes the measurements of one operation. Safe for use by any thread; never throws, and allocates
 * nothing once the labels are known.
 */
@FunctionalInterface
public interface OperationMeter {

  /**
   * Records a run that has ended. The context of its span is current.
   *
   * @param nanos how long it took, if it is timed
   * @param errorType the class of what it failed with, or null
   * @param label1 of the first label that was declared; null if it has no value or was not declared
   * @param label2 of the second label
   * @param label3 of the third label
   * @param label4 of the fourth label
   */
  void record(
      long nanos,
      @Nullable String errorType,
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4);
}
