/** Byte sinks and encoders shared by the modules of obs4j; not part of the public interface. */
@NullMarked
package io.obs4j.core.internal;

import org.jspecify.annotations.NullMarked;
