package io.obs4j.proxy;

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

  private final @Nullable MethodOperation operation;

  private ObservedMethod(MethodHandle body, @Nullable MethodOperation operation) {
    this.body = body;
    this.operation = operation;
  }

  static ObservedMethod of(MethodPlan plan, Object target, OperationSignals signals) {
    MethodHandle body =
        handle(plan.method())
            .asFixedArity()
            .bindTo(target)
            .asSpreader(Object[].class, plan.method().getParameterCount());
    return new ObservedMethod(
        body.asType(body.type().changeReturnType(Object.class)), MethodOperation.of(plan, signals));
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
    OperationRun run = operation.start(arguments);
    try {
      return run.returned((Object) body.invokeExact(arguments));
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }
}
