/** The encoder, the sinks and the exporters of obs4j, hosted in Logback. */
@NullMarked
package io.obs4j.logback;

import org.jspecify.annotations.NullMarked;
