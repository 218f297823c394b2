package io.obs4j.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives each call of a method a span, a timer and a count of calls and errors: {@link Timed},
 * {@link Counted} and {@link Traced} at once.
 *
 * <pre>{@code
 * @Observed("order.create")
 * @Label(value = "status", accessor = "status")
 * Order create(@Label("tenant") String tenant, Cart cart) { ... }
 * }</pre>
 *
 * <p>The rules, which hold for all mechanisms that act on the annotations:
 *
 * <ul>
 *   <li>A method has what its own annotations say. What none of them speaks of, the annotations of
 *       its class say, for public methods that this class declares itself and that have a body,
 *       static ones included, but not of {@code equals}, {@code hashCode}, {@code toString} and the
 *       accessors of a record. Constructors, and methods that the compiler made, have nothing.
 *   <li>{@code @Observed} speaks of timer, count and span; another annotation beside it replaces
 *       what it says of one of them.
 *   <li>The timer is the histogram {@code <name>.duration} in seconds, the count the counter {@code
 *       <name>.calls}, the span has the name itself. The name is by default that of the class
 *       without its package, a dot, and that of the method; classes within classes are named {@code
 *       Outer.Inner}.
 *   <li>{@code labels} of the annotations, and what {@link Label} says, are on timer, count and
 *       span alike. Of two annotations that give one label different values the method's wins over
 *       the class's, and {@code @Timed}, {@code @Counted}, {@code @Traced} win over
 *       {@code @Observed}, in this order.
 *   <li>An exception that escapes is a failure: the name of its class is the label {@code
 *       error.type}, which calls that end well do not have.
 *   <li>A method that is declared to return a {@code CompletionStage} or a class of it, {@code
 *       Future}, {@code Flow.Publisher}, or Reactor's {@code Mono} or {@code Flux} ends when what
 *       it returned completes, fails or is cancelled.
 *   <li>Methods of one name must have the same labels in the same order, as they share their
 *       metrics; the values of fixed labels may differ.
 * </ul>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Observed {

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
