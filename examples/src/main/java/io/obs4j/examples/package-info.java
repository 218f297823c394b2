/** The shop, four small services that show what obs4j does. */
@NullMarked
package io.obs4j.examples;

import org.jspecify.annotations.NullMarked;
