package io.obs4j.proxy;

import io.obs4j.operation.Operation;
import io.obs4j.operation.OperationRun;
import io.obs4j.operation.OperationSignals;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The operation that the annotations make of a method, for whoever stands in front of it. All that
 * they say is worked out when it is made. Safe for use by any thread.
 *
 * <pre>{@code
 * OperationRun run = operation.start(arguments);
 * try {
 *   return run.returned(call(arguments));
 * } catch (Throwable e) {
 *   run.fail(e);
 *   throw e;
 * } finally {
 *   run.close();
 * }
 * }</pre>
 */
public final class MethodOperation {

  private final Operation operation;
  private final int[] labelled;

  private MethodOperation(Operation operation, int[] labelled) {
    this.operation = operation;
    this.labelled = labelled;
  }

  /**
   * Whether the annotations make an operation of a method. What they say may still be wrong.
   *
   * @param method that is called, of an interface or of the implementation itself
   * @param implementation the class whose body runs
   * @return false if nothing is said of it, or if it is woven
   */
  public static boolean isObserved(Method method, Class<?> implementation) {
    return MethodPlan.of(method, implementation).isObserved();
  }

  /**
   * The operation of a method.
   *
   * @param method that is called, of an interface or of the implementation itself
   * @param implementation the class whose body runs
   * @param signals to record into
   * @return null if nothing is said of it, or if it is woven
   * @throws IllegalArgumentException if what the annotations say cannot be
   */
  public static @Nullable MethodOperation of(
      Method method, Class<?> implementation, OperationSignals signals) {
    return of(MethodPlan.of(method, implementation), signals);
  }

  static @Nullable MethodOperation of(MethodPlan plan, OperationSignals signals) {
    return plan.isObserved()
        ? new MethodOperation(plan.operation(signals), plan.labelledParameters())
        : null;
  }

  /**
   * Begins a run.
   *
   * @param arguments of the call, all of them
   * @return to be closed by the thread that called
   */
  public OperationRun start(@Nullable Object[] arguments) {
    int[] at = labelled;
    return switch (at.length) {
      case 0 -> operation.start();
      case 1 -> operation.start(arguments[at[0]]);
      case 2 -> operation.start(arguments[at[0]], arguments[at[1]]);
      case 3 -> operation.start(arguments[at[0]], arguments[at[1]], arguments[at[2]]);
      default ->
          operation.start(arguments[at[0]], arguments[at[1]], arguments[at[2]], arguments[at[3]]);
    };
  }
}
