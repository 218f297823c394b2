/** Log events as lines of JSON. */
@NullMarked
package io.obs4j.logging.format;

import org.jspecify.annotations.NullMarked;
