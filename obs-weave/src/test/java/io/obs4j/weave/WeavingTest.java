package io.obs4j.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.Obs;
import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.annotation.Woven;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WeavingTest {

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final Obs obs =
      Obs.builder().service("shop", "").environment(Map.of()).export(exporter).start();

  @BeforeEach
  void install() {
    obs.installGlobal();
  }

  @AfterEach
  void close() {
    obs.close();
  }

  static final class Orders implements Callable<Object> {

    record Order(String status) {}

    @Observed("order.create")
    @Label(value = "status", accessor = "status")
    private static Order create(@Label("tenant") String tenant) {
      return new Order("created by " + tenant);
    }

    @Timed
    private void fail() {
      throw new IllegalStateException("out of stock");
    }

    @Override
    public Order call() {
      Order order = create("ann");
      try {
        fail();
      } catch (IllegalStateException e) {
        return new Order(order.status() + ", " + e.getMessage());
      }
      return order;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> Callable<T> woven(Class<? extends Callable<T>> type) throws Exception {
    var constructor = Loom.weave(type).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (Callable<T>) constructor.newInstance();
  }

  @Test
  void call_ofPrivateMethods_isObserved() throws Exception {
    assertThat(woven(Orders.class).call())
        .hasToString("Order[status=created by ann, out of stock]");

    assertThat(Pages.of(obs))
        .contains("\norder_create_calls_total{status=\"created by ann\",tenant=\"ann\"} 1\n")
        .contains(
            "\nWeavingTest_Orders_fail_duration_seconds_count{error_type=\"java.lang."
                + "IllegalStateException\"} 1\n");
    List<SpanRecord> spans = exporter.awaitSpans(1, Duration.ofSeconds(30));
    assertThat(spans).extracting(SpanRecord::name).containsExactly("order.create");
  }

  @Test
  void weave_ofWhatIsWoven_changesNothing() throws Exception {
    Map<String, byte[]> once = Loom.weave(Loom.classFiles(Orders.class));

    Map<String, byte[]> twice = Loom.weave(once);

    assertThat(twice).containsOnlyKeys(once.keySet());
    once.forEach((name, file) -> assertThat(twice.get(name)).isEqualTo(file));
    assertThat(Loom.load(once).loadClass(Orders.class.getName()).getDeclaredMethods())
        .filteredOn(method -> method.isAnnotationPresent(Woven.class))
        .extracting("name")
        .containsExactlyInAnyOrder("create", "fail");
  }

  static final class Staging implements Callable<Object> {

    @Observed("staged")
    @Label(value = "length", accessor = "length")
    private <S extends CompletableFuture<String>> S staged(S stage) {
      return stage;
    }

    @Override
    public Object call() {
      return staged(CompletableFuture.completedFuture("four")).join();
    }
  }

  @Test
  void call_ofAMethodThatReturnsAVariable_givesTheLabelOfItsValue() throws Exception {
    assertThat(woven(Staging.class).call()).isEqualTo("four");

    assertThat(Pages.of(obs)).contains("\nstaged_calls_total{length=\"4\"} 1\n");
  }

  interface Unwoven {
    @Timed
    void bodyless();
  }

  @Test
  void weave_ofAnAbstractMethod_failsWithFileAndMethod() {
    assertThatThrownBy(() -> Loom.weave(Unwoven.class))
        .rootCause()
        .isInstanceOf(WeavingException.class)
        .hasMessageContaining(
            "io/obs4j/weave/WeavingTest.java: WeavingTest.Unwoven.bodyless() is abstract; annotate"
                + " the methods that implement it");
  }

  /** Its initializer uses a class below it, whose own comes after it. */
  @SuppressWarnings("ClassInitializationDeadlock") // One thread initializes both.
  abstract static class Above {

    static final Above FIRST = new Below();
  }

  static final class Below extends Above implements Callable<Object> {

    private final int made = make("made");

    @Traced
    private int make(@Label("what") String what) {
      return measure(what);
    }

    @Timed
    private int measure(@Label("what") String what) {
      return what.length();
    }

    @Override
    public Object call() {
      return ((Below) FIRST).made + made;
    }
  }

  @Test
  void call_byTheInitializerOfAClassAbove_isNotRecordedYet() throws Exception {
    Map<String, byte[]> files = Loom.weave(Loom.classFiles(Above.class, Below.class));
    var constructor = Loom.load(files).loadClass(Below.class.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);

    Object made = ((Callable<?>) constructor.newInstance()).call();

    assertThat(made).isEqualTo(8);
    assertThat(Pages.of(obs))
        .contains("\nWeavingTest_Below_measure_duration_seconds_count{what=\"made\"} 1\n");
    assertThat(exporter.awaitSpans(1, Duration.ofSeconds(30)))
        .extracting(SpanRecord::name)
        .containsExactly("WeavingTest.Below.make");
  }

  @Test
  void call_whereTheTypesOfOtherMethodsAreAbsent_isObserved() throws Exception {
    Map<String, byte[]> files =
        Loom.weave(
            Sources.compile(
                17,
                Map.of(
                    "shop.Absent",
                    "package shop; public interface Absent { String name(); }",
                    "shop.Orders",
                    """
                    package shop;
                    import io.obs4j.annotation.*;
                    import reactor.core.publisher.Mono;
                    public class Orders implements java.util.concurrent.Callable<Object> {
                      @Observed("absent.mono") Mono<String> mono() { return Mono.empty(); }
                      @Observed("absent.flux") @Label(value = "name", accessor = "name")
                      Absent find(@Label(value = "of", accessor = "name") Absent of) { return of; }
                      @Observed("present") public Object call() { return "called"; }
                    }
                    """)));
    files.remove("shop.Absent");
    ClassLoader withoutReactor =
        Loom.load(
            files,
            new ClassLoader(Loom.class.getClassLoader()) {
              @Override
              protected Class<?> loadClass(String name, boolean resolve)
                  throws ClassNotFoundException {
                if (name.startsWith("reactor.")) {
                  throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
              }
            });

    Callable<?> orders =
        (Callable<?>)
            withoutReactor.loadClass("shop.Orders").getDeclaredConstructor().newInstance();

    assertThat(orders.call()).isEqualTo("called");
    assertThat(Pages.of(obs)).contains("\npresent_calls_total 1\n");
  }

  @Test
  void call_ofAnAccessorWhoseResultTheClassCannotName_givesTheLabel() throws Exception {
    Map<String, byte[]> files =
        Loom.weave(
            Sources.compile(
                17,
                Map.of(
                    "a.Cart",
                    "package a; public class Cart extends Priced {}",
                    "a.Priced",
                    "package a; class Priced { public Tier tier() { return Tier.GOLD; } }",
                    "a.Tier",
                    "package a; enum Tier { GOLD }",
                    "shop.Orders",
                    """
                    package shop;
                    import io.obs4j.annotation.*;
                    public class Orders implements java.util.concurrent.Callable<Object> {
                      @Observed("pay")
                      String pay(@Label(value = "tier", accessor = "tier") a.Cart cart) {
                        return "paid";
                      }
                      public Object call() { return pay(new a.Cart()); }
                    }
                    """)));

    Callable<?> orders =
        (Callable<?>)
            Fixtures.load(files).loadClass("shop.Orders").getDeclaredConstructor().newInstance();

    assertThat(orders.call()).isEqualTo("paid");
    assertThat(Pages.of(obs)).contains("\npay_calls_total{tier=\"GOLD\"} 1\n");
  }
}
