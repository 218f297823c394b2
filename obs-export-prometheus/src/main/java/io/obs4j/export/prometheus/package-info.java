/** Metrics in the formats that Prometheus scrapes, and the endpoint that serves them. */
@NullMarked
package io.obs4j.export.prometheus;

import org.jspecify.annotations.NullMarked;
