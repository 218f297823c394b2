/** SLF4J, {@code System.Logger} and {@code java.util.logging} on obs4j. */
@NullMarked
package io.obs4j.slf4j;

import org.jspecify.annotations.NullMarked;
