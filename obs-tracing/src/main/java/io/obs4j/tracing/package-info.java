/** Spans behind the OpenTelemetry API, and what decides which of them are recorded. */
@NullMarked
package io.obs4j.tracing;

import org.jspecify.annotations.NullMarked;
