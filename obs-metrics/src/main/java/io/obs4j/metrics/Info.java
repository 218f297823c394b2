package io.obs4j.metrics;

/** Facts, told by attributes alone; there is nothing to record. It is shown until it is removed. */
public interface Info {}
