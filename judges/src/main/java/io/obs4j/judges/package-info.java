/** The programs of others that tests ask for a verdict, such as a real Prometheus. */
@NullMarked
package io.obs4j.judges;

import org.jspecify.annotations.NullMarked;
