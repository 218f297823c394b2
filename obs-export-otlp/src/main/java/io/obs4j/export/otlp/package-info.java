/** Metrics, traces and logs over OTLP/HTTP, in protobuf and in JSON. */
@NullMarked
package io.obs4j.export.otlp;

import org.jspecify.annotations.NullMarked;
