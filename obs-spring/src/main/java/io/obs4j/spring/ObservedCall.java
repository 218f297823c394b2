package io.obs4j.spring;

import io.obs4j.operation.OperationRun;
import io.obs4j.proxy.MethodOperation;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/** Observes a call on its way to a bean. */
final class ObservedCall implements MethodInterceptor {

  private final ObservedOperations operations;

  ObservedCall(ObservedOperations operations) {
    this.operations = operations;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) throws Throwable {
    Object target = call.getThis();
    MethodOperation operation =
        target == null ? null : operations.of(call.getMethod(), AopUtils.getTargetClass(target));
    if (operation == null) {
      return call.proceed();
    }
    OperationRun run = operation.start(call.getArguments());
    try {
      return run.returned(call.proceed());
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }
}
