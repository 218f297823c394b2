/** Metrics of the JVM, its process, the machine and the container, in one call. */
@NullMarked
package io.obs4j.metrics.runtime;

import org.jspecify.annotations.NullMarked;
