/**
 * What a method is annotated with to be observed. The annotations do nothing by themselves: build
 * time weaving or a proxy acts on them, both by the rules that stand with {@link
 * io.obs4j.annotation.Observed}.
 */
@NullMarked
package io.obs4j.annotation;

import org.jspecify.annotations.NullMarked;
