package io.obs4j.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PropagatingFutureTest {

  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final BlockingQueue<String> names = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    pool.shutdown();
  }

  /** All that attaches a stage, also what a newer JDK has added. */
  static Stream<Method> attaching() {
    return Arrays.stream(CompletionStage.class.getMethods())
        .filter(method -> !method.getName().equals("toCompletableFuture"));
  }

  /** An argument that notes the context in which it is called. */
  private Object argument(Method method, Class<?> type) {
    if (type == CompletionStage.class) {
      return method.getName().contains("Either")
          ? new CompletableFuture<String>()
          : CompletableFuture.completedFuture("other");
    }
    if (type == Executor.class) {
      return pool;
    }
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {type},
        (proxy, called, arguments) -> {
          names.add(Names.current());
          return method.getName().contains("ompose")
              ? CompletableFuture.completedFuture("composed")
              : called.getReturnType() == void.class ? null : "result";
        });
  }

  @SuppressWarnings("unchecked")
  private CompletableFuture<Object> attach(Method method, Object stage, boolean isNull)
      throws Exception {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(type -> argument(method, type))
            .map(each -> isNull && Proxy.isProxyClass(each.getClass()) ? null : each)
            .toArray();
    return (CompletableFuture<Object>) method.invoke(stage, arguments);
  }

  @ParameterizedTest
  @MethodSource("attaching")
  void stage_runsInTheContextOfItsAttaching(Method method) throws Exception {
    CompletableFuture<String> origin = new CompletableFuture<>();
    CompletableFuture<String> future = ContextPropagation.wrap(origin);

    CompletableFuture<Object> dependent = Names.in("attached", () -> attach(method, future, false));
    CompletableFuture<Void> last =
        Names.in("last", () -> dependent.thenRun(() -> names.add(Names.current())));
    Names.in(
        "completer",
        () ->
            method.getName().startsWith("exceptionally")
                ? origin.completeExceptionally(new IllegalStateException("failed"))
                : origin.complete("value"));
    last.get(30, SECONDS);

    assertThat(names).containsExactly("attached", "last");
  }

  @ParameterizedTest
  @MethodSource("attaching")
  void stage_ofNull_isRefusedAtOnce(Method method) {
    CompletableFuture<String> future = ContextPropagation.wrap(new CompletableFuture<String>());

    assertThatThrownBy(() -> attach(method, future, true))
        .isInstanceOf(InvocationTargetException.class)
        .hasCauseInstanceOf(NullPointerException.class);
  }

  @Test
  void attaching_findsAllMethods() {
    assertThat(attaching().filter(method -> method.getName().startsWith("then")))
        .hasSizeGreaterThanOrEqualTo(18);
    assertThat(attaching()).hasSizeGreaterThanOrEqualTo(42);
  }

  @Test
  void supplyAsync_runsInTheContextOfTheCall() throws Exception {
    assertThat(Names.in("a", () -> ContextPropagation.supplyAsync(Names::current)).get())
        .isEqualTo("a");
    assertThat(Names.in("b", () -> ContextPropagation.supplyAsync(Names::current, pool)).get())
        .isEqualTo("b");
  }

  @Test
  void runAsync_runsInTheContextOfTheCall() throws Exception {
    Runnable task = () -> names.add(Names.current());

    Names.in("a", () -> ContextPropagation.runAsync(task)).get();
    Names.in("b", () -> ContextPropagation.runAsync(task, pool)).get();

    assertThat(names).containsExactly("a", "b");
  }

  @Test
  void completeAsync_runsInTheContextOfTheCall() throws Exception {
    CompletableFuture<String> future = ContextPropagation.wrap(new CompletableFuture<String>());

    Names.in("caller", () -> future.completeAsync(Names::current));

    assertThat(future.get()).isEqualTo("caller");
  }

  @Test
  void copies_runTheirStagesInTheContextOfTheirAttaching() throws Exception {
    CompletableFuture<String> origin = new CompletableFuture<>();
    CompletableFuture<String> future = ContextPropagation.wrap(origin);
    List<CompletionStage<String>> copies =
        List.of(future.copy(), future.minimalCompletionStage(), future.toCompletableFuture());

    for (CompletionStage<String> copy : copies) {
      Names.in("attached", () -> copy.thenRun(() -> names.add(Names.current())));
    }
    origin.complete("value");

    assertThat(names).hasSize(copies.size()).containsOnly("attached");
  }

  @Test
  void minimalCompletionStage_completedByItsHolder_leavesTheFutureAlone() {
    CompletableFuture<String> future = ContextPropagation.wrap(new CompletableFuture<String>());

    future.minimalCompletionStage().toCompletableFuture().complete("forged");

    assertThat(future).isNotDone();
  }

  @Test
  void wrap_ofAFutureThatFails_failsAsItDoes() {
    IllegalStateException failure = new IllegalStateException("no stock");
    CompletableFuture<String> future =
        ContextPropagation.wrap(CompletableFuture.<String>failedFuture(failure));

    assertThat(future).isCompletedExceptionally();
    assertThatThrownBy(future::get).hasCause(failure);
    assertThatThrownBy(() -> future.thenApply(value -> value).join())
        .isInstanceOf(CompletionException.class)
        .hasCause(failure);
  }

  @Test
  void stageThatThrows_failsItsDependentsAndLeavesNoContext() throws Exception {
    IllegalStateException failure = new IllegalStateException("no stock");
    CompletableFuture<String> origin = new CompletableFuture<>();

    CompletableFuture<Object> failed =
        Names.in(
            "attached",
            () ->
                ContextPropagation.wrap(origin)
                    .thenApply(
                        value -> {
                          throw failure;
                        }));
    origin.complete("value");

    assertThatThrownBy(failed::get).hasCause(failure);
    assertThat(Names.current()).isEqualTo("none");
  }

  @Test
  void wrap_ofWhatIsWrapped_isTheSame() {
    CompletableFuture<String> future = ContextPropagation.wrap(new CompletableFuture<String>());

    assertThat(ContextPropagation.wrap(future)).isSameAs(future);
    assertThat(ContextPropagation.wrap(future.thenApply(value -> value)))
        .isInstanceOf(PropagatingFuture.class);
  }

  @Test
  void wrap_ofAMinimalStage_followsIt() throws Exception {
    CompletableFuture<String> origin = new CompletableFuture<>();
    CompletableFuture<String> future = ContextPropagation.wrap(origin.minimalCompletionStage());

    origin.complete("value");

    assertThat(future.get()).isEqualTo("value");
  }

  @Test
  void cancel_cancelsTheOriginAndTheDependents() {
    CompletableFuture<String> origin = new CompletableFuture<>();
    CompletableFuture<String> future = ContextPropagation.wrap(origin);
    CompletableFuture<Void> dependent = future.thenRun(() -> {});

    assertThat(future.cancel(true)).isTrue();

    assertThat(origin).isCancelled();
    assertThatThrownBy(dependent::join).hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void cancel_ofTheOrigin_cancelsTheFuture() {
    CompletableFuture<String> origin = new CompletableFuture<>();
    CompletableFuture<String> future = ContextPropagation.wrap(origin);

    origin.cancel(true);

    assertThat(future).isCancelled();
  }

  @Test
  void timeouts_completeTheFuture() {
    CompletableFuture<String> future = ContextPropagation.wrap(new CompletableFuture<String>());

    assertThat(future.completeOnTimeout("late", 0, SECONDS).join()).isEqualTo("late");
    assertThat(future.orTimeout(60, SECONDS)).isSameAs(future);
  }

  @Test
  void defaultExecutor_isThatOfTheOrigin() throws Exception {
    final class OnPool extends CompletableFuture<String> {
      @Override
      public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
      }

      @Override
      public Executor defaultExecutor() {
        return pool;
      }
    }
    OnPool origin = new OnPool();
    Thread worker = pool.submit(Thread::currentThread).get();

    CompletableFuture<Thread> ran =
        ContextPropagation.wrap(origin).thenApplyAsync(value -> Thread.currentThread());
    origin.complete("value");

    assertThat(ran.get()).isSameAs(worker);
  }

  @Test
  void httpClient_answersInTheContextOfTheRequest() throws Exception {
    HttpServer server = server();
    try {
      HttpClient client = HttpClient.newHttpClient();

      CompletableFuture<String> answer =
          Names.in(
              "request",
              () ->
                  ContextPropagation.wrap(client.sendAsync(request(server, "/answer"), text()))
                      .thenApply(HttpResponse::body)
                      .thenApplyAsync(body -> body + " in " + Names.current()));

      assertThat(answer.get()).isEqualTo("hello in request");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void httpClient_whenADependentIsCancelled_givesUpTheRequest() throws Exception {
    HttpServer server = server();
    try {
      HttpClient client = HttpClient.newHttpClient();
      CompletableFuture<HttpResponse<String>> sent =
          client.sendAsync(request(server, "/never"), text());

      CompletableFuture<String> body =
          ContextPropagation.wrap(sent).thenApply(HttpResponse::body).thenApply(String::strip);
      body.cancel(true);

      assertThatThrownBy(() -> sent.get(30, SECONDS)).hasMessageContaining("cancelled");
    } finally {
      unblock.countDown();
      server.stop(0);
    }
  }

  private final CountDownLatch unblock = new CountDownLatch(1);

  private HttpServer server() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/answer",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("hello".getBytes(UTF_8));
          exchange.close();
        });
    server.createContext(
        "/never",
        exchange -> {
          try {
            unblock.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  private static HttpResponse.BodyHandler<String> text() {
    return BodyHandlers.ofString();
  }

  private static HttpRequest request(HttpServer server, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
        .build();
  }
}
