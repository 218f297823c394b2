package io.obs4j.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Measures how long a method takes, in the histogram {@code <name>.duration} in seconds; by {@code
 * error.type} the calls that failed are told apart.
 *
 * @see Observed the rules
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Timed {

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
