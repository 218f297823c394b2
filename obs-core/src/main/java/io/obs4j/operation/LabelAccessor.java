package io.obs4j.operation;

import org.jspecify.annotations.Nullable;

/**
 * Gives the value of a label from an argument or a result, such as {@code Order::status}.
 *
 * @param <T> what it is asked of
 */
@FunctionalInterface
public interface LabelAccessor<T> {

  /**
   * The value.
   *
   * @param source never null
   * @return a string, an enum constant, a number, a character or a boolean; null leaves the label
   *     out
   * @throws Throwable whatever it throws leaves the label out and is counted
   */
  @Nullable Object value(T source) throws Throwable;
}
