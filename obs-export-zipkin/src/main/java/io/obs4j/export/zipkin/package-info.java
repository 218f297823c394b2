/** Spans as Zipkin JSON v2 over HTTP. */
@NullMarked
package io.obs4j.export.zipkin;

import org.jspecify.annotations.NullMarked;
