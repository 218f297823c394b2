/** The facade that wires the signals and the chosen exporters. */
@NullMarked
package io.obs4j;

import org.jspecify.annotations.NullMarked;
