/**
 * The words that all parts of obs4j share: what is observed, what exporters read, and how the
 * library tells of itself.
 */
@NullMarked
package io.obs4j.core;

import org.jspecify.annotations.NullMarked;
