/** Services in a servlet container, observed: a filter, and servlets for the metrics and probes. */
@NullMarked
package io.obs4j.servlet;

import org.jspecify.annotations.NullMarked;
