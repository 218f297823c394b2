package io.obs4j.proxy;

import io.obs4j.annotation.Label;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

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
    Class<?> completion = completion(type);
    Type returned = method.getGenericReturnType();
    return completion == null ? returned : argument(returned, completion);
  }

  /** The type by which a result completes with a value, or null if it is the value itself. */
  private static @Nullable Class<?> completion(Class<?> type) {
    if (CompletionStage.class.isAssignableFrom(type)) {
      return CompletionStage.class;
    }
    return type == Future.class || type.getName().equals(MONO) ? type : null;
  }

  /**
   * What a type says of the only parameter of one above it: what a class calls its value may be any
   * of its own parameters, or none.
   */
  private static Type argument(Type below, Class<?> above) {
    if (below instanceof TypeVariable<?> variable) {
      return argument(variable.getBounds()[0], above);
    }
    Class<?> type = erasure(below);
    if (type != above) {
      return bound(argument(parent(type, above), above), below);
    }
    return below instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[0]
        : Object.class;
  }

  /** The next type on the way from one to another above it. */
  private static Type parent(Class<?> type, Class<?> above) {
    Class<?> superclass = type.getSuperclass();
    if (superclass != null && above.isAssignableFrom(superclass)) {
      return type.getGenericSuperclass();
    }
    for (Type each : type.getGenericInterfaces()) {
      if (above.isAssignableFrom(erasure(each))) {
        return each;
      }
    }
    throw new IllegalStateException(type + " is no " + above);
  }

  /** What a type, or one that it lies in, gives in place of a parameter; else the parameter. */
  private static Type bound(Type parameter, Type giver) {
    for (Type each = giver;
        each instanceof ParameterizedType parameterized;
        each = parameterized.getOwnerType()) {
      int at = Arrays.asList(erasure(parameterized).getTypeParameters()).indexOf(parameter);
      if (at >= 0) {
        return parameterized.getActualTypeArguments()[at];
      }
    }
    return parameter;
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
