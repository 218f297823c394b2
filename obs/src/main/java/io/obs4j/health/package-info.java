/** Checks of what a service depends on. */
@NullMarked
package io.obs4j.health;

import org.jspecify.annotations.NullMarked;
