package io.obs4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.Obs;
import io.obs4j.annotation.Counted;
import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.annotation.Woven;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.prometheus.PrometheusWriter;
import io.opentelemetry.api.trace.StatusCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.SimpleTraceInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservedBeansTest {

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  ObsAutoConfiguration.class, ObsAnnotationsAutoConfiguration.class))
          .withBean(InMemoryExporter.class, () -> exporter);

  static class Orders {

    @Observed("order.create")
    String create(@Label("tenant") String tenant) {
      return tenant;
    }

    @Traced("order.fail")
    void fail() {
      throw new IllegalStateException("planted");
    }

    @Traced("order.later")
    CompletableFuture<String> later(CompletableFuture<String> result) {
      return result;
    }

    @Woven
    @Traced("order.woven")
    void woven() {}

    void plain() {}
  }

  @Timed("stock")
  static class Stock {

    public int count() {
      return 1;
    }

    void hidden() {}

    @Override
    public String toString() {
      return "stock";
    }
  }

  interface Shop {

    @Counted("shop.open")
    void open();
  }

  static final class LambdaShop implements Shop {

    @Override
    public void open() {}
  }

  static class Nothing {

    public void call() {}
  }

  static class OutOfReach {

    @Traced("secret")
    private void secret() {}

    @Traced("seen")
    void seen() {
      secret();
    }
  }

  static class Wrong {

    @Timed(
        value = "wrong",
        labels = {"odd"})
    void call() {}
  }

  private void run(Class<?> bean, Consumer<AssertableApplicationContext> check) {
    runner.withBean(bean).run(check::accept);
  }

  private static String page(AssertableApplicationContext context) {
    Obs obs = context.getBean(Obs.class);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try (PrometheusWriter writer =
        PrometheusWriter.of(obs.metrics(), obs.resource(), obs.diagnostics())) {
      writer.write(page, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.toString(StandardCharsets.UTF_8);
  }

  @Test
  void method_ofAClass_isTimedCountedAndTraced() {
    run(
        Orders.class,
        context -> {
          assertThat(context.getBean(Orders.class).create("acme")).isEqualTo("acme");

          assertThat(exporter.spans()).extracting(SpanRecord::name).containsExactly("order.create");
          assertThat(page(context))
              .contains("order_create_calls_total{tenant=\"acme\"} 1\n")
              .contains("order_create_duration_seconds_count{tenant=\"acme\"} 1\n");
        });
  }

  @Test
  void exception_isAFailure() {
    run(
        Orders.class,
        context -> {
          Orders orders = context.getBean(Orders.class);
          try {
            orders.fail();
          } catch (IllegalStateException e) {
            assertThat(e).hasMessage("planted");
          }

          assertThat(exporter.spans())
              .singleElement()
              .satisfies(span -> assertThat(span.status()).isEqualTo(StatusCode.ERROR));
        });
  }

  @Test
  void future_endsTheSpanWhenItCompletes() {
    run(
        Orders.class,
        context -> {
          CompletableFuture<String> result = new CompletableFuture<>();
          CompletableFuture<String> unused = context.getBean(Orders.class).later(result);
          assertThat(exporter.spans()).isEmpty();
          result.complete("done");
          assertThat(exporter.spans()).hasSize(1);
        });
  }

  @Test
  void woven_isPassedBy() {
    run(
        Orders.class,
        context -> {
          context.getBean(Orders.class).woven();
          context.getBean(Orders.class).plain();
          assertThat(exporter.spans()).isEmpty();
        });
  }

  @Test
  void annotationOfAClass_meansItsPublicMethods() {
    run(
        Stock.class,
        context -> {
          Stock stock = context.getBean(Stock.class);
          assertThat(stock.count()).isEqualTo(1);
          stock.hidden();
          assertThat(stock).hasToString("stock");

          assertThat(page(context))
              .contains("stock_duration_seconds_count 1\n")
              .doesNotContain("hidden", "toString");
        });
  }

  @Test
  void annotationOfAnInterface_isFoundBehindAProxyOfTheJdk() {
    Shop proxy =
        (Shop)
            Proxy.newProxyInstance(
                Shop.class.getClassLoader(), new Class<?>[] {Shop.class}, (p, m, a) -> null);
    runner
        .withBean(Shop.class, () -> proxy)
        .run(
            context -> {
              context.getBean(Shop.class).open();
              assertThat(page(context)).contains("shop_open_calls_total 1\n");
            });
  }

  @Test
  void annotationOfAnInterface_holdsForItsImplementations() {
    runner
        .withPropertyValues("spring.aop.proxy-target-class=false")
        .withBean(LambdaShop.class)
        .run(
            context -> {
              context.getBean(Shop.class).open();
              assertThat(page(context)).contains("shop_open_calls_total 1\n");
            });
  }

  @Test
  void proxyOfSpring_getsOneMoreAdvice() {
    Orders target = new Orders();
    ProxyFactory factory = new ProxyFactory(target);
    factory.setProxyTargetClass(true);
    factory.addAdvice(new SimpleTraceInterceptor());
    Orders proxy = (Orders) factory.getProxy();
    runner
        .withBean(Orders.class, () -> proxy)
        .run(
            context -> {
              assertThat(context.getBean(Orders.class)).isSameAs(proxy);
              assertThat(proxy.create("acme")).isEqualTo("acme");
              assertThat(exporter.spans()).hasSize(1);
            });
  }

  /** As a client is that Spring makes of an interface. */
  @Test
  void proxyOfSpring_behindWhichIsNothing_isObserved() {
    MethodInterceptor answering = call -> null;
    runner
        .withBean(Shop.class, () -> ProxyFactory.getProxy(Shop.class, answering))
        .run(
            context -> {
              context.getBean(Shop.class).open();
              assertThat(page(context)).contains("shop_open_calls_total 1\n");
            });
  }

  static final class Sealed {

    @Observed("sealed")
    public void call() {}
  }

  @Test
  void class_thatCanHaveNoProxy_isThatOfTheBeanAheadOfTime() {
    runner.run(
        context ->
            assertThat(
                    context.getBean(ObservedBeans.class).determineBeanType(Sealed.class, "sealed"))
                .isSameAs(Sealed.class));
  }

  @Test
  void bean_withoutAnnotations_isLeftAlone() {
    run(
        Nothing.class,
        context -> assertThat(AopUtils.isAopProxy(context.getBean(Nothing.class))).isFalse());
  }

  @Test
  void annotation_outOfReach_isTold() {
    run(
        OutOfReach.class,
        context -> {
          context.getBean(OutOfReach.class).seen();
          assertThat(exporter.spans()).extracting(SpanRecord::name).containsExactly("seen");
          assertThat(page(context)).contains("kind=\"spring.annotation\"} 1\n");
        });
  }

  @Test
  void declaration_thatCannotBe_keepsTheApplicationFromStarting() {
    run(
        Wrong.class,
        context -> assertThat(context).getFailure().hasMessageContaining("has no value"));
  }

  @Test
  void declaration_ofABeanThatIsMadeLater_keepsItFromBeingMade() {
    runner
        .withBean(Wrong.class, Wrong::new, definition -> definition.setLazyInit(true))
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThatThrownBy(() -> context.getBean(Wrong.class))
                  .rootCause()
                  .hasMessageContaining("has no value");
            });
  }

  @Test
  void switchedOff_nothingIsObserved() {
    runner
        .withPropertyValues("obs.annotations.enabled=false")
        .withBean(Orders.class)
        .run(
            context -> {
              assertThat(context.getBean(Orders.class).create("acme")).isEqualTo("acme");
              assertThat(exporter.spans()).isEmpty();
            });
  }
}
