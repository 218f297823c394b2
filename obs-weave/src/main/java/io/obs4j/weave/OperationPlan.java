package io.obs4j.weave;

import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import java.util.NavigableMap;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/**
 * The operation that a method is to be.
 *
 * @param name of the operation
 * @param timer the name of its histogram, or null if it is not timed
 * @param counter the name of its counter, or null if it is not counted
 * @param span what its spans are, or null if it is not traced
 * @param constants labels with one value
 * @param arguments labels from parameters
 * @param results labels from the result
 * @param attributes of the span alone, from parameters
 * @param completion the type by which the result completes later, or null if it is complete
 */
record OperationPlan(
    String name,
    @Nullable String timer,
    @Nullable String counter,
    @Nullable SpanPlan span,
    NavigableMap<String, String> constants,
    List<FromParameter> arguments,
    List<FromResult> results,
    List<FromParameter> attributes,
    @Nullable TypeDescription completion) {

  /**
   * What the spans of an operation are.
   *
   * @param name of the spans
   * @param kind their role
   * @param newTrace whether each begins a trace
   */
  record SpanPlan(String name, SpanKind kind, boolean newTrace) {}

  /**
   * A label or an attribute whose value comes from a parameter.
   *
   * @param key its name
   * @param parameter where from
   * @param accessor what to ask, or null if the argument is the value
   */
  record FromParameter(String key, int parameter, @Nullable Accessor accessor) {}

  /**
   * A label whose value comes from the result.
   *
   * @param key its name
   * @param accessor what to ask, or null if the result is the value
   */
  record FromResult(String key, @Nullable Accessor accessor) {}

  /**
   * A method that gives the value of a label.
   *
   * @param type of which it is asked
   * @param method without parameters
   */
  record Accessor(TypeDescription type, MethodDescription method) {}

  boolean isTraced() {
    return span != null;
  }
}
