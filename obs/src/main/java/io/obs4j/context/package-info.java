/** Carries the current OpenTelemetry context to where work runs, and finds scopes that leak. */
@NullMarked
package io.obs4j.context;

import org.jspecify.annotations.NullMarked;
