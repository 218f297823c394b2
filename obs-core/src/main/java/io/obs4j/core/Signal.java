package io.obs4j.core;

/** One of the three pillars. */
public enum Signal {
  /** Numbers that are aggregated where they arise, and walked by exporters. */
  METRICS,
  /** Spans, exported one by one after they have ended. */
  TRACES,
  /** Log records, exported one by one. */
  LOGS
}
