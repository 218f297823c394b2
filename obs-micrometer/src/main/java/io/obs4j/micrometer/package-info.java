/** Micrometer on the engine of obs4j: meters are its series, observations its spans. */
@NullMarked
package io.obs4j.micrometer;

import org.jspecify.annotations.NullMarked;
