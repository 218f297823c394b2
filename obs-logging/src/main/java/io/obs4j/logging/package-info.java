/** Logging: which events are logged, and the streams that carry them to sinks and exporters. */
@NullMarked
package io.obs4j.logging;

import org.jspecify.annotations.NullMarked;
