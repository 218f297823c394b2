/** How instrumentations of one request find each other; not part of the public interface. */
@NullMarked
package io.obs4j.core.internal.request;

import org.jspecify.annotations.NullMarked;
