package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.SimpleTraceInterceptor;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

/** Beans that are proxies before they are observed: each call counts, and counts once. */
class ObservedProxiesTest {

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  ObsAutoConfiguration.class, ObsAnnotationsAutoConfiguration.class))
          .withBean(InMemoryExporter.class, () -> exporter);

  interface Orders {

    @Traced("find")
    String find();
  }

  static class StoredOrders implements Orders {

    @Override
    public String find() {
      return "found";
    }
  }

  static class Store {

    public void flush() {}
  }

  private static Orders around(Orders target) {
    ProxyFactory factory = new ProxyFactory(target);
    factory.addAdvice(new SimpleTraceInterceptor());
    return (Orders) factory.getProxy();
  }

  private void find(Class<?> configuration, String name, String... spans) {
    runner
        .withUserConfiguration(configuration)
        .run(
            context -> {
              assertThat(context.getBean(name, Orders.class).find()).isEqualTo("found");
              assertThat(exporter.spans()).extracting(SpanRecord::name).containsExactly(spans);
            });
  }

  /** As a repository of Spring Data is, whose class knows nothing of the interface. */
  private static Object repository() {
    ProxyFactory factory = new ProxyFactory(new Store());
    factory.setInterfaces(Orders.class);
    MethodInterceptor answering =
        call -> call.getMethod().getDeclaringClass() == Orders.class ? "found" : call.proceed();
    factory.addAdvice(answering);
    return factory.getProxy();
  }

  @Test
  void interface_thatTheTargetDoesNotHave_isObserved() {
    runner
        .withBean("orders", Orders.class, () -> (Orders) repository())
        .run(
            context -> {
              assertThat(context.getBean(Orders.class).find()).isEqualTo("found");
              assertThat(exporter.spans()).extracting(SpanRecord::name).containsExactly("find");
            });
  }

  static final class OrdersFactory implements FactoryBean<Object> {

    @Override
    public Object getObject() {
      return repository();
    }

    @Override
    public Class<?> getObjectType() {
      return Orders.class;
    }
  }

  @Test
  void interface_ofWhatAFactoryMakes_isObserved() {
    runner
        .withBean("orders", OrdersFactory.class)
        .run(
            context -> {
              assertThat(context.getBean(Orders.class).find()).isEqualTo("found");
              assertThat(exporter.spans()).extracting(SpanRecord::name).containsExactly("find");
            });
  }

  interface Wrong {

    @Timed(
        value = "wrong",
        labels = {"odd"})
    void call();
  }

  @Test
  void declaration_ofAnInterfaceThatTheTargetDoesNotHave_keepsTheApplicationFromStarting() {
    ProxyFactory factory = new ProxyFactory(new Store());
    factory.setInterfaces(Wrong.class);
    Wrong wrong = (Wrong) factory.getProxy();
    runner
        .withBean(Wrong.class, () -> wrong)
        .run(context -> assertThat(context).getFailure().hasMessageContaining("has no value"));
  }

  @Configuration(proxyBeanMethods = false)
  static class Wrapped {

    @Bean
    StoredOrders inner() {
      return new StoredOrders();
    }

    @Bean
    Orders outer(StoredOrders inner) {
      assertThat(inner).isInstanceOf(Advised.class);
      return around(inner);
    }

    @Bean
    Orders outermost(Orders outer) {
      return around(outer);
    }
  }

  @Test
  void beans_eachAroundAnother_countACallOnce() {
    runner
        .withUserConfiguration(Wrapped.class)
        .run(
            context -> {
              for (Orders orders : context.getBeansOfType(Orders.class).values()) {
                assertThat(orders.find()).isEqualTo("found");
                assertThat(exporter.spans()).hasSize(1);
                exporter.clear();
              }
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Swapped {

    @Bean
    StoredOrders inner() {
      return new StoredOrders();
    }

    @Bean
    Orders outer(StoredOrders inner) {
      return (Orders) ProxyFactory.getProxy(new HotSwappableTargetSource(inner));
    }
  }

  @Test
  void bean_whoseTargetIsKnownWhenItIsCalled_countsACallOnce() {
    find(Swapped.class, "outer", "find");
  }

  @Configuration(proxyBeanMethods = false)
  static class Scoped {

    @Bean
    @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
    StoredOrders orders() {
      return new StoredOrders();
    }
  }

  @Test
  void bean_behindAProxyOfItsScope_countsACallOnce() {
    find(Scoped.class, "orders", "find");
  }

  @Configuration(proxyBeanMethods = false)
  static class Decorated {

    @Bean
    StoredOrders inner() {
      return new StoredOrders();
    }

    @Bean
    Orders outer(StoredOrders inner) {
      return new DecoratedOrders(inner);
    }
  }

  static class DecoratedOrders implements Orders {

    private final Orders inner;

    DecoratedOrders(Orders inner) {
      this.inner = inner;
    }

    @Override
    public String find() {
      return inner.find();
    }
  }

  @Test
  void beans_thatCallEachOther_countEachCall() {
    find(Decorated.class, "outer", "find", "find");
  }
}
