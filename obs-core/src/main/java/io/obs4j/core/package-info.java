/** The words that signals and exporters share. */
@NullMarked
package io.obs4j.core;

import org.jspecify.annotations.NullMarked;
