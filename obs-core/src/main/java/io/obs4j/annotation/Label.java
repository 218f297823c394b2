package io.obs4j.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a label of a parameter or, on the method itself, of what the method returns; if it returns
 * asynchronously, of what that completes with. For values of which there are few: each new one is a
 * new series, up to the limit of the metric, beyond which all share one.
 *
 * <p>The value is a string, an enum constant, a number, a character or a boolean. Anything else
 * needs an accessor: the name of a public method without parameters, of the declared type, that
 * gives such a value. A null, a call that fails, and an accessor that throws leave the label out.
 * An operation has at most four such labels.
 */
@Documented
@Repeatable(Labels.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.PARAMETER})
public @interface Label {

  /**
   * The name of the label.
   *
   * @return dotted, such as {@code order.status}
   */
  String value();

  /**
   * The method to ask for the value, such as {@code status}.
   *
   * @return its name; empty if the object is the value itself
   */
  String accessor() default "";
}
