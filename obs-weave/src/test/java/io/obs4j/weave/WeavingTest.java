package io.obs4j.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.Obs;
import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Woven;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
}
