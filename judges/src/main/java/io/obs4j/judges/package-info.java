/**
 * The programs of others that tests ask for a verdict, such as a real Prometheus, and what stands
 * in for a bad server and a log.
 */
@NullMarked
package io.obs4j.judges;

import org.jspecify.annotations.NullMarked;
