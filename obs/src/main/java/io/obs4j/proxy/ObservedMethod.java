package io.obs4j.proxy;

import io.obs4j.operation.Operation;
import io.obs4j.operation.OperationRun;
import io.obs4j.operation.OperationSignals;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A method of a target, with the operation that it is, if it is one. */
final class ObservedMethod {

  private static final @Nullable Object[] NONE = {};

  /** Takes all arguments as one array. */
  private final MethodHandle body;

  private final @Nullable Operation operation;
  private final int[] labelled;

  private ObservedMethod(MethodHandle body, @Nullable Operation operation, int[] labelled) {
    this.body = body;
    this.operation = operation;
    this.labelled = labelled;
  }

  static ObservedMethod of(MethodPlan plan, Object target, OperationSignals signals) {
    MethodHandle body =
        handle(plan.method())
            .asFixedArity()
            .bindTo(target)
            .asSpreader(Object[].class, plan.method().getParameterCount());
    return new ObservedMethod(
        body.asType(body.type().changeReturnType(Object.class)),
        plan.isObserved() ? plan.operation(signals) : null,
        plan.labelledParameters());
  }

  static MethodHandle handle(Method method) {
    try {
      method.setAccessible(true); // its interface need not be public
      return MethodHandles.lookup().unreflect(method);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "The method "
              + method
              + " cannot be called from outside its module. Export its package, or open it to"
              + " io.obs4j.",
          e);
    }
  }

  /** Calls the target; what it throws comes as it is. */
  @Nullable Object call(@Nullable Object @Nullable [] given) throws Throwable {
    @Nullable Object[] arguments = given == null ? NONE : given;
    if (operation == null) {
      return (Object) body.invokeExact(arguments);
    }
    OperationRun run = start(operation, arguments);
    try {
      return run.returned((Object) body.invokeExact(arguments));
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }

  private OperationRun start(Operation of, @Nullable Object[] arguments) {
    int[] at = labelled;
    return switch (at.length) {
      case 0 -> of.start();
      case 1 -> of.start(arguments[at[0]]);
      case 2 -> of.start(arguments[at[0]], arguments[at[1]]);
      case 3 -> of.start(arguments[at[0]], arguments[at[1]], arguments[at[2]]);
      default -> of.start(arguments[at[0]], arguments[at[1]], arguments[at[2]], arguments[at[3]]);
    };
  }
}
