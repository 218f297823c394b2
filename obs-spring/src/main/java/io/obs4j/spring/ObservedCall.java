package io.obs4j.spring;

import io.obs4j.operation.OperationRun;
import io.obs4j.proxy.MethodOperation;
import java.lang.reflect.Method;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;

/** Observes a call on its way to a bean. */
final class ObservedCall implements MethodInterceptor {

  private final ObservedOperations operations;

  ObservedCall(ObservedOperations operations) {
    this.operations = operations;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) throws Throwable {
    MethodOperation operation = operation(call);
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

  /** Null if the call is not observed, or by a proxy behind this one. */
  private @Nullable MethodOperation operation(MethodInvocation call) {
    Object bean = bean(call);
    return bean == null || isObservedBehind(bean, call.getMethod())
        ? null
        : operations.of(call.getMethod(), typeOf(bean, call.getMethod()));
  }

  /** What the call is for, which is the proxy itself where there is nothing behind it. */
  private static @Nullable Object bean(MethodInvocation call) {
    Object bean = call.getThis();
    return bean == null && call instanceof ProxyMethodInvocation proxied
        ? proxied.getProxy()
        : bean;
  }

  /** As of a bean that is wrapped in another one: each call counts once. */
  private boolean isObservedBehind(@Nullable Object bean, Method method) {
    Object next = bean;
    while (next instanceof Advised proxy) {
      Object behind = AopProxyUtils.getSingletonTarget(proxy);
      if (behind != null && proxy.indexOf(this) >= 0) {
        return operations.of(method, typeOf(behind, method)) != null;
      }
      next = behind;
    }
    return false;
  }

  /**
   * The class of the bean; that of the proxy if it alone has the method, as a repository has which
   * Spring Data makes of an interface.
   */
  private static Class<?> typeOf(Object bean, Method method) {
    Class<?> target = AopUtils.getTargetClass(bean);
    return method.getDeclaringClass().isAssignableFrom(target) ? target : bean.getClass();
  }
}
