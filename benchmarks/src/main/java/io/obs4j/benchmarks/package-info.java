/** Comparisons of obs4j with its peers, one question per benchmark. */
@NullMarked
package io.obs4j.benchmarks;

import org.jspecify.annotations.NullMarked;
