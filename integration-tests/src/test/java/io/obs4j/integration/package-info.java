/** Instrumentation libraries of others, run on us and on the OpenTelemetry SDK. */
@NullMarked
package io.obs4j.integration;

import org.jspecify.annotations.NullMarked;
