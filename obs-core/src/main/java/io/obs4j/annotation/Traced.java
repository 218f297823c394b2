package io.obs4j.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives each call of a method a span, named as the operation is and current while the method runs.
 * An exception that escapes is recorded on it, and gives it the status error.
 *
 * @see Observed the rules
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Traced {

  /**
   * The name of the operation.
   *
   * @return dotted, such as {@code order.create}; empty for that of the class and the method, such
   *     as {@code OrderService.create}
   */
  String value() default "";

  /**
   * Labels that are the same for all calls: names and values by turns, such as {@code {"tier",
   * "gold"}}.
   *
   * @return an even number of strings
   */
  String[] labels() default {};
}
