/** Counters, gauges, histograms, summaries and timers. */
@NullMarked
package io.obs4j.metrics;

import org.jspecify.annotations.NullMarked;
