package io.obs4j.spring;

import io.obs4j.operation.OperationRun;
import io.obs4j.proxy.MethodOperation;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;

/** Observes a call on its way to a bean. */
final class ObservedCall implements MethodInterceptor {

  private final ObservedOperations operations;

  ObservedCall(ObservedOperations operations) {
    this.operations = operations;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) throws Throwable {
    Class<?> type = type(call);
    MethodOperation operation = type == null ? null : operations.of(call.getMethod(), type);
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

  /** The class of the bean, which is that of the proxy where there is nothing behind it. */
  private static @Nullable Class<?> type(MethodInvocation call) {
    Object bean = call.getThis();
    if (bean == null && call instanceof ProxyMethodInvocation proxied) {
      bean = proxied.getProxy();
    }
    return bean == null ? null : AopUtils.getTargetClass(bean);
  }
}
