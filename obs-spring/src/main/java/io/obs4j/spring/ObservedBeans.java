package io.obs4j.spring;

import io.obs4j.Obs;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Puts a proxy in front of beans that have annotated methods, or adds to the proxy that there is.
 *
 * <p>What is observed is the body, as where it is woven: within transactions and retries, and on
 * the thread to which {@code @Async} takes it.
 *
 * <p>The {@link Obs} is not asked for before it is needed: it may be made of such beans.
 */
final class ObservedBeans extends AbstractBeanFactoryAwareAdvisingPostProcessor
    implements SmartInitializingSingleton {

  private static final long serialVersionUID = 1;

  private final transient ObservedMethods methods = new ObservedMethods();
  private final transient ObservedOperations operations;
  private final transient ConfigurableListableBeanFactory beans;

  ObservedBeans(
      ObjectProvider<Obs> obs, ConfigurableListableBeanFactory beans, boolean proxyTargetClass) {
    this.beans = beans;
    operations = new ObservedOperations(methods, obs);
    advisor = new DefaultPointcutAdvisor(methods, new ObservedCall(operations));
    setProxyTargetClass(proxyTargetClass);
    setOrder(LOWEST_PRECEDENCE - 1); // before what makes calls asynchronous, which goes outside
  }

  /** A bean that can have no proxy stays as it is. */
  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    Class<?> type = AopUtils.getTargetClass(bean);
    Object observed;
    try {
      observed = super.postProcessAfterInitialization(bean, beanName);
    } catch (AopConfigException e) {
      operations.leaveOut(type, beanName);
      return bean;
    }
    operations.expect(type);
    if (Proxy.isProxyClass(bean.getClass())) {
      operations.expect(bean.getClass()); // whose interfaces may be more than those of the target
    }
    return observed;
  }

  /** What is made ahead of time is the class that the bean will have, with a proxy or without. */
  @Override
  public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
    try {
      return super.determineBeanType(beanClass, beanName);
    } catch (AopConfigException e) {
      return beanClass;
    }
  }

  /**
   * What is a proxy of the JDK already can only be one again; what is final can be one where nobody
   * is promised its class.
   */
  @Override
  protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
    ProxyFactory factory = super.prepareProxyFactory(bean, beanName);
    if (Proxy.isProxyClass(bean.getClass())
        || (Modifier.isFinal(bean.getClass().getModifiers()) && isAnInterface(beanName))) {
      factory.setProxyTargetClass(false);
    }
    return factory;
  }

  /** Whether a bean is declared as one. */
  private boolean isAnInterface(String beanName) {
    if (!beans.containsBeanDefinition(beanName)) {
      return false;
    }
    Class<?> declared = beans.getMergedBeanDefinition(beanName).getResolvableType().resolve();
    return declared != null && declared.isInterface();
  }

  /** The end of the start, if a declaration cannot be. */
  @Override
  public void afterSingletonsInstantiated() {
    operations.declareExpected();
  }
}
