package io.obs4j.spring;

import io.obs4j.operation.OperationSignals;
import java.lang.reflect.Proxy;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Puts a proxy in front of beans that have annotated methods, or adds to the proxy that there is.
 *
 * <p>What is observed is the body, as where it is woven: within transactions and retries, and on
 * the thread to which {@code @Async} takes it.
 */
final class ObservedBeans extends AbstractBeanFactoryAwareAdvisingPostProcessor {

  private static final long serialVersionUID = 1;

  ObservedBeans(ObjectProvider<OperationSignals> signals, boolean proxyTargetClass) {
    ObservedMethods methods = new ObservedMethods(signals);
    advisor = new DefaultPointcutAdvisor(methods, new ObservedCall(methods));
    setProxyTargetClass(proxyTargetClass);
    setOrder(LOWEST_PRECEDENCE - 1); // before what makes calls asynchronous, which goes outside
  }

  /** What is a proxy of the JDK already can only be one again. */
  @Override
  protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
    ProxyFactory factory = super.prepareProxyFactory(bean, beanName);
    if (Proxy.isProxyClass(bean.getClass())) {
      factory.setProxyTargetClass(false);
    }
    return factory;
  }
}
