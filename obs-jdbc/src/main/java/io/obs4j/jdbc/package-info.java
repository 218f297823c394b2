/** Databases behind JDBC, observed: a data source whose statements have spans and durations. */
@NullMarked
package io.obs4j.jdbc;

import org.jspecify.annotations.NullMarked;
