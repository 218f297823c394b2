/** Executors whose tasks are measured. */
@NullMarked
package io.obs4j.executor;

import org.jspecify.annotations.NullMarked;
