/**
 * Operations: what a program does and wants to have timed, counted and traced, as explicit handles.
 * Proxies and woven methods come down to them.
 *
 * <p>The classes that woven methods name, {@link io.obs4j.operation.Operations}, {@link
 * io.obs4j.operation.OperationBuilder}, {@link io.obs4j.operation.Operation}, {@link
 * io.obs4j.operation.OperationRun}, {@link io.obs4j.operation.Recording} and {@link
 * io.obs4j.operation.LabelAccessor}, stand in other people's class files: they keep what they have.
 */
@NullMarked
package io.obs4j.operation;

import org.jspecify.annotations.NullMarked;
