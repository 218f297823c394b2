package io.obs4j.core;

/**
 * What a metric measures, and so which method of {@link MetricVisitor} its series arrive at.
 *
 * <p>Encoders switch over it exhaustively, so that a new kind fails to compile until every encoder
 * handles it.
 */
public enum MetricKind {
  /** A sum that only grows; arrives at {@link MetricVisitor#counter}. */
  COUNTER,
  /** A sum that also shrinks; arrives at {@link MetricVisitor#counter}. */
  UP_DOWN_COUNTER,
  /**
   * A value that is set or observed, and does not add up; arrives at {@link MetricVisitor#gauge}.
   */
  GAUGE,
  /** A distribution in buckets; arrives at {@link MetricVisitor#histogram}. */
  HISTOGRAM,
  /**
   * A distribution as quantiles over a sliding window; arrives at {@link MetricVisitor#summary}.
   */
  SUMMARY,
  /** Constant facts, told by attributes alone; arrives at {@link MetricVisitor#info}. */
  INFO,
  /** A set of named states, each on or off; arrives at {@link MetricVisitor#stateSet}. */
  STATE_SET
}
