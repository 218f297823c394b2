/** Counters, gauges, histograms, summaries and timers, and the engine that they are fronts of. */
@NullMarked
package io.obs4j.metrics;

import org.jspecify.annotations.NullMarked;
