package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.annotation.Counted;
import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.annotation.Timed;
import io.obs4j.annotation.Traced;
import io.obs4j.annotation.Woven;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.common.AttributeKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What proxies make of the annotations. */
@Timeout(60)
class ProxyTest {

  record Order(String status, long amount) {}

  /** Methods of all shapes that an interface can have. */
  interface Shapes<T> {

    void plain();

    @Observed("shape.ofInterface")
    void annotatedHere();

    @Observed
    default String ofDefault() {
      return "default " + secret();
    }

    private String secret() {
      return "secret";
    }

    T generic(T value);

    int varargs(String... values);

    int recursive(int depth);

    void throwing() throws IOException;

    void sneaky();

    CompletionStage<Order> stage();

    CompletableFuture<Order> future();

    Future<Order> plainFuture();

    FutureTask<Order> task();

    Flow.Publisher<Order> publisher();

    long primitive(byte tier, char c);

    void unobserved();
  }

  static final class Shaped implements Shapes<Order> {

    final CompletableFuture<Order> later = new CompletableFuture<>();
    final SubmissionPublisher<Order> source = new SubmissionPublisher<>(Runnable::run, 8);

    @Override
    @Observed
    public void plain() {}

    @Override
    public void annotatedHere() {}

    @Override
    @Observed
    @Label(value = "status", accessor = "status")
    public Order generic(@Label(value = "amount", accessor = "amount") Order value) {
      return value;
    }

    @Override
    @Observed
    public int varargs(String... values) {
      return values.length;
    }

    @Override
    @Observed
    public int recursive(int depth) {
      return depth == 0 ? 0 : 1 + recursive(depth - 1);
    }

    @Override
    @Observed
    public void throwing() throws IOException {
      throw new IOException("disk");
    }

    @Override
    @Observed
    public void sneaky() {
      throw new IllegalStateException("as it is");
    }

    @Override
    @Observed
    @Label(value = "status", accessor = "status")
    public CompletionStage<Order> stage() {
      return later;
    }

    @Override
    @Observed
    @Label(value = "status", accessor = "status")
    public CompletableFuture<Order> future() {
      return later;
    }

    @Override
    @Observed
    @Label(value = "status", accessor = "status")
    public Future<Order> plainFuture() {
      return new FutureTask<>(() -> {}, null) {
        @Override
        public Order get() throws InterruptedException, ExecutionException {
          return later.get();
        }

        @Override
        public boolean isDone() {
          return later.isDone();
        }
      };
    }

    @Override
    @Observed
    public FutureTask<Order> task() {
      return new FutureTask<>(() -> new Order("new", 1));
    }

    @Override
    @Observed
    public Flow.Publisher<Order> publisher() {
      return source;
    }

    @Override
    @Observed
    @Label("result")
    public long primitive(@Label("tier") byte tier, @Label("c") char c) {
      return (long) tier + c;
    }

    @Override
    public void unobserved() {}
  }

  private record Shape(String name, Consumer<Shapes<Order>> call, String labels) {

    @Override
    public String toString() {
      return name;
    }
  }

  private final InMemoryExporter exporter = InMemoryExporter.create();
  private final Obs obs =
      Obs.builder().service("shop", "").environment(Map.of()).export(exporter).start();

  @AfterEach
  void close() {
    obs.close();
  }

  @SuppressWarnings("unchecked")
  private Shapes<Order> observed(Shapes<Order> target) {
    return obs.observe(Shapes.class, target);
  }

  private static Consumer<Shapes<Order>> failing(Call call) {
    return shapes -> assertThatThrownBy(() -> call.on(shapes)).isInstanceOf(Exception.class);
  }

  private interface Call {
    void on(Shapes<Order> shapes) throws Exception;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The spans are looked at, not the result.
  static Stream<Shape> shapes() {
    return Stream.of(
        new Shape("ProxyTest_Shaped_plain", Shapes::plain, ""),
        new Shape("shape_ofInterface", Shapes::annotatedHere, ""),
        new Shape("ProxyTest_Shapes_ofDefault", Shapes::ofDefault, ""),
        new Shape(
            "ProxyTest_Shaped_generic",
            shapes -> shapes.generic(new Order("paid", 7)),
            "{amount=\"7\",status=\"paid\"}"),
        new Shape("ProxyTest_Shaped_varargs", shapes -> shapes.varargs("a", "b"), ""),
        new Shape("ProxyTest_Shaped_recursive", shapes -> shapes.recursive(3), ""),
        new Shape(
            "ProxyTest_Shaped_throwing",
            failing(Shapes::throwing),
            "{error_type=\"java.io.IOException\"}"),
        new Shape(
            "ProxyTest_Shaped_sneaky",
            failing(Shapes::sneaky),
            "{error_type=\"java.lang.IllegalStateException\"}"),
        new Shape("ProxyTest_Shaped_task", Shapes::task, ""),
        new Shape(
            "ProxyTest_Shaped_primitive",
            shapes -> shapes.primitive((byte) 1, 'a'),
            "{c=\"a\",result=\"98\",tier=\"1\"}"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void call_ofEachShape_isTimedCountedAndTraced(Shape shape) throws IOException {
    shape.call.accept(observed(new Shaped()));

    assertThat(page())
        .contains('\n' + shape.name + "_calls_total" + shape.labels + " 1\n")
        .contains('\n' + shape.name + "_duration_seconds_count" + shape.labels + " 1\n");
    SpanRecord span = exporter.awaitSpans(1, Duration.ofSeconds(30)).get(0);
    assertThat(span.name().replace('.', '_')).isEqualTo(shape.name);
  }

  private String page() throws IOException {
    return Pages.of(obs);
  }

  private boolean ended(String name) throws IOException {
    return page().lines().anyMatch(line -> line.matches(name + "_calls_total(\\{.*})? 1"));
  }

  @Test
  void stage_andFuture_endWhenTheyComplete() throws IOException {
    Shaped target = new Shaped();
    Shapes<Order> shapes = observed(target);
    assertThat(shapes.stage()).isSameAs(target.later);
    assertThat(shapes.future()).isSameAs(target.later);
    assertThat(ended("ProxyTest_Shaped_stage")).isFalse();

    target.later.complete(new Order("paid", 1));

    assertThat(page())
        .contains("ProxyTest_Shaped_stage_calls_total{status=\"paid\"} 1\n")
        .contains("ProxyTest_Shaped_future_calls_total{status=\"paid\"} 1\n");
  }

  /** A stage whose value is not the first of its parameters. */
  static class Tagged<K, V> extends CompletableFuture<V> {

    final K tag;

    Tagged(K tag) {
      this.tag = tag;
    }
  }

  /** A stage without parameters. */
  static final class Placed extends Tagged<Integer, Order> {

    Placed() {
      super(7);
    }
  }

  /** Its stages have no parameters of their own. */
  static final class Board<V> {
    final class Pinned extends CompletableFuture<V> {}
  }

  interface Stages {

    @Observed("tagged")
    @Label(value = "status", accessor = "status")
    Tagged<Integer, Order> tagged();

    @Observed("placed")
    @Label(value = "status", accessor = "status")
    Placed placed();

    @Observed("pinned")
    @Label(value = "status", accessor = "status")
    Board<Order>.Pinned pinned();

    @Observed("given")
    @Label(value = "status", accessor = "status")
    <S extends CompletionStage<Order>> S given(S stage);
  }

  static final class Staged implements Stages {

    @Override
    public Tagged<Integer, Order> tagged() {
      return new Tagged<>(7);
    }

    @Override
    public Placed placed() {
      return new Placed();
    }

    @Override
    public Board<Order>.Pinned pinned() {
      return new Board<Order>().new Pinned();
    }

    @Override
    public <S extends CompletionStage<Order>> S given(S stage) {
      return stage;
    }
  }

  @Test
  void stage_whoseValueIsNotItsOnlyParameter_givesTheLabel() throws IOException {
    Stages stages = obs.observe(Stages.class, new Staged());
    Order order = new Order("paid", 1);

    stages.tagged().complete(order);
    stages.placed().complete(order);
    stages.pinned().complete(order);
    stages.given(new Placed()).complete(order);

    assertThat(page())
        .contains("\ntagged_calls_total{status=\"paid\"} 1\n")
        .contains("\nplaced_calls_total{status=\"paid\"} 1\n")
        .contains("\npinned_calls_total{status=\"paid\"} 1\n")
        .contains("\ngiven_calls_total{status=\"paid\"} 1\n");
  }

  @Test
  void plainFuture_endsWhenItIsFoundDone() throws Exception {
    Shaped target = new Shaped();
    Future<Order> future = observed(target).plainFuture();
    assertThat(future.isDone()).isFalse();
    assertThat(ended("ProxyTest_Shaped_plainFuture")).isFalse();

    target.later.complete(new Order("paid", 1));
    assertThat(future.isDone()).isTrue();
    assertThat(future.get().status()).isEqualTo("paid");

    assertThat(page()).contains("ProxyTest_Shaped_plainFuture_calls_total{status=\"paid\"} 1\n");
  }

  @Test
  void plainFuture_thatFailsOrIsCancelled_tellsWhy() throws Exception {
    Shaped target = new Shaped();
    Future<Order> failing = observed(target).plainFuture();
    target.later.completeExceptionally(new IOException());
    assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class);
    assertThat(page())
        .contains("ProxyTest_Shaped_plainFuture_calls_total{error_type=\"java.io.IOException\"} 1");

    Future<Order> cancelled = observed(new Shaped()).plainFuture();
    cancelled.cancel(true);
    assertThat(page()).contains("error_type=\"java.util.concurrent.CancellationException\"} 1");
  }

  @Test
  void publisher_endsWithItsSubscription() throws IOException {
    Shaped target = new Shaped();
    Flow.Publisher<Order> publisher = observed(target).publisher();
    Subscriber first = new Subscriber();
    publisher.subscribe(first);
    target.source.submit(new Order("a", 1));
    assertThat(ended("ProxyTest_Shaped_publisher")).isFalse();

    target.source.closeExceptionally(new IOException());

    assertThat(first.seen).containsExactly("a", "failed");
    assertThat(page())
        .contains("ProxyTest_Shaped_publisher_calls_total{error_type=\"java.io.IOException\"} 1\n");
  }

  @Test
  void publisher_ofWhichNobodyWantsMore_endsWell() throws IOException {
    Subscriber subscriber = new Subscriber();
    observed(new Shaped()).publisher().subscribe(subscriber);

    subscriber.subscription.cancel();

    assertThat(ended("ProxyTest_Shaped_publisher")).isTrue();
  }

  private static final class Subscriber implements Flow.Subscriber<Order> {

    final List<String> seen = new java.util.ArrayList<>();
    Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Order item) {
      seen.add(item.status());
    }

    @Override
    public void onError(Throwable throwable) {
      seen.add("failed");
    }

    @Override
    public void onComplete() {
      seen.add("complete");
    }
  }

  @Test
  void call_ofWhatIsNotAnnotated_isPassedOn() throws IOException {
    observed(new Shaped()).unobserved();

    assertThat(page()).doesNotContain("unobserved");
  }

  @Test
  void proxy_isAsEqualAsItsTarget() {
    Shapes<Order> target = new Shaped();
    Shapes<Order> proxy = observed(target);

    assertThat(proxy).isEqualTo(observed(target)).hasSameHashCodeAs(target);
    assertThat(proxy.equals(target)).isTrue();
    assertThat(proxy.equals(observed(new Shaped()))).isFalse();
    assertThat(proxy.equals(null)).isFalse();
    assertThat(proxy).hasToString(target.toString());
  }

  interface Greeter {
    String greet(@Label("name") String name);
  }

  @Timed(
      value = "all",
      labels = {"tier", "class"})
  static class Polite implements Greeter {

    @Override
    @Counted(labels = {"tier", "method"})
    @Traced("greeting")
    public String greet(String name) {
      return "Hello " + name;
    }
  }

  @Test
  void annotations_ofMethodAndClass_areMerged() throws IOException {
    String greeting = obs.observe(Greeter.class, new Polite()).greet("Ann");

    assertThat(greeting).isEqualTo("Hello Ann");
    assertThat(page())
        .contains("\nall_duration_seconds_count{name=\"Ann\",tier=\"method\"} 1\n")
        .contains("\nProxyTest_Polite_greet_calls_total{name=\"Ann\",tier=\"method\"} 1\n");
    SpanRecord span = exporter.awaitSpans(1, Duration.ofSeconds(30)).get(0);
    assertThat(span.name()).isEqualTo("greeting");
    assertThat(span.attributes().get(AttributeKey.stringKey("name"))).isEqualTo("Ann");
  }

  @Test
  void observe_ofWhatIsWoven_givesTheTarget() {
    class Done implements Greeter {
      @Override
      @Observed
      @Woven
      public @Nullable String greet(String name) {
        return null;
      }
    }
    Greeter target = new Done();

    assertThat(obs.observe(Greeter.class, target)).isSameAs(target);
  }

  abstract static class Greeting<T> {
    @Observed
    @Woven
    public String greet(T name) {
      return "Hello, " + name;
    }
  }

  /** Has a bridge with the annotations of what it leads to, and without the mark. */
  static final class Bridged extends Greeting<String> implements Greeter {}

  interface Shy extends Greeter {
    @Override
    @Observed
    @Woven
    default String greet(String name) {
      return "Hm, " + name;
    }
  }

  @Test
  void observe_ofWhatIsObserved_givesTheSameProxy() {
    Stages proxy = obs.observe(Stages.class, new Staged());

    assertThat(obs.observe(Stages.class, proxy)).isSameAs(proxy);
    try (Obs other = Obs.builder().start()) {
      assertThat(other.observe(Stages.class, proxy)).isNotSameAs(proxy);
    }
  }

  @Test
  void observe_ofWhatIsWovenFurtherUp_givesTheTarget() {
    Greeter bridged = new Bridged();
    Greeter shy = new Shy() {};

    assertThat(obs.observe(Greeter.class, bridged)).isSameAs(bridged);
    assertThat(obs.observe(Greeter.class, shy)).isSameAs(shy);
  }

  interface Timely {
    @Observed
    void at(@Label(value = "time", accessor = "now") Instant time);
  }

  @Test
  void observe_ofWhatCannotBe_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.observe(Polite.class, new Polite()))
        .withMessageContaining("no interface");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.observe(Runnable.class, () -> {}))
        .withMessageContaining("Nothing of java.lang.Runnable is annotated");
    class OfObject implements Greeter {
      @Override
      @Observed
      @Label(value = "length", accessor = "size")
      public String greet(String name) {
        return name;
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.observe(Greeter.class, new OfObject()))
        .withMessageContaining("accessor size")
        .withMessageContaining("java.lang.String");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.observe(Timely.class, time -> {}))
        .withMessageContaining("accessor now")
        .withMessageContaining("static");
    class Odd implements Greeter {
      @Override
      @Observed(labels = "alone")
      public String greet(String name) {
        return name;
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.observe(Greeter.class, new Odd()))
        .withMessageContaining("the last name has no value");
  }

  interface Equal<T> extends Comparator<T> {
    @Override
    @Timed
    boolean equals(Object other);
  }

  @Observed("ordering")
  static class Ordering implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
      return one.compareTo(other);
    }
  }

  /** A comparator declares equals() anew. */
  @Test
  @SuppressWarnings({"rawtypes", "unchecked"})
  void observe_ofMethodsOfObject_isRefusedOrLeftOut() throws IOException {
    Comparator<String> observed = obs.observe(Comparator.class, new Ordering());
    assertThat(observed.compare("a", "b")).isNegative();
    assertThat(page()).contains("\nordering_calls_total 1\n");

    class Same extends Ordering implements Equal<String> {}
    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.observe(Equal.class, new Same()))
        .withMessageContaining("is a method of Object");
  }

  interface Store {
    void put(@Label("order") Order order);

    @Label("status")
    void none();
  }

  @Test
  void observe_ofLabelsWithoutValue_throws() {
    @Observed
    class Stored implements Store {
      @Override
      public void put(Order order) {}

      @Override
      public void none() {}
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> obs.observe(Store.class, new Stored()))
        .withMessageMatching(".*(no value of a label; name an accessor|it returns nothing).*");
  }
}
