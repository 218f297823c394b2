/** Sends batches over HTTP/1.1; shared by the exporters, not part of the public interface. */
@NullMarked
package io.obs4j.core.internal.http;

import org.jspecify.annotations.NullMarked;
