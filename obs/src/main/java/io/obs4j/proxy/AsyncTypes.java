package io.obs4j.proxy;

import io.obs4j.annotation.Label;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** What asynchronous methods return in the end. */
final class AsyncTypes {

  private static final String MONO = "reactor.core.publisher.Mono";

  private AsyncTypes() {}

  /**
   * The type of the value that a method completes with, if it completes later, else what it
   * returns.
   *
   * @throws IllegalArgumentException if there is no such value
   */
  static Type completedWith(Label label, Method method) {
    Class<?> type = method.getReturnType();
    if (type == void.class) {
      throw new IllegalArgumentException(
          "label " + label.value() + " of " + method + " has no value: it returns nothing");
    }
    if (CompletionStage.class.isAssignableFrom(type)
        || type == Future.class
        || type.getName().equals(MONO)) {
      return method.getGenericReturnType() instanceof ParameterizedType parameterized
          ? parameterized.getActualTypeArguments()[0]
          : Object.class;
    }
    return method.getGenericReturnType();
  }

  /** The class that a value of a type is at least. */
  static Class<?> erasure(Type type) {
    if (type instanceof Class<?> known) {
      return known;
    }
    if (type instanceof ParameterizedType parameterized) {
      return erasure(parameterized.getRawType());
    }
    if (type instanceof TypeVariable<?> variable) {
      return erasure(variable.getBounds()[0]);
    }
    return type instanceof WildcardType wildcard
        ? erasure(wildcard.getUpperBounds()[0])
        : Object[].class;
  }
}
