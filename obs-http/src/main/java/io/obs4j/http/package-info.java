/** The JDK's own HTTP server and client, observed. */
@NullMarked
package io.obs4j.http;

import org.jspecify.annotations.NullMarked;
