package io.obs4j.context;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.obs4j.core.Diagnostics;
import io.obs4j.judges.PageCode;
import io.obs4j.judges.Waiting;
import io.opentelemetry.context.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code in docs/context.md is in this file and its neighbour, or is run on newer JDKs. */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // A page shows the least.
class ContextPageTest {

  private static final Path PAGE = Path.of("../docs/context.md");
  private static final Path[] SOURCES = {
    Path.of("src/test/java/io/obs4j/context/ContextPageTest.java"),
    Path.of("src/test/java/io/obs4j/context/ScopesAtEndTest.java"),
    Path.of("src/test/resources/io/obs4j/context/StructuredScopes.java")
  };

  private static final ScopeLeakDetector SCOPES = ScopeLeakDetector.install(Diagnostics.create());

  @AfterAll
  static void scopesAreClosed() {
    // Threads of the page may still be on their way out of a scope.
    Waiting.until("the end of all scopes", () -> SCOPES.openScopes().isEmpty());
  }

  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

  @Test
  void page_showsCodeThatRuns() throws Exception {
    String page = Files.readString(PAGE);

    assertThat(PageCode.blocks(page)).isGreaterThanOrEqualTo(5);
    assertThat(PageCode.notIn(page, SOURCES)).isEmpty();
    assertThat(PageCode.notIn("```java\nplanted();\n```", SOURCES)).containsExactly("planted();\n");
  }

  private void reserve(String order) {
    ran.add(order + " in " + Names.current());
  }

  private static String price(String order) {
    return order + " in " + Names.current();
  }

  @Test
  void executors_asOnThePage() throws Exception {
    String order = "order";
    Names.in(
        "request",
        () -> {
          ExecutorService pool = ContextPropagation.wrap(Executors.newFixedThreadPool(4));

          pool.submit(() -> reserve(order)); // in the context of this line

          pool.shutdown();
          return null;
        });

    assertThat(ran.take()).isEqualTo("order in request");
  }

  private void refreshPrices() {
    ran.add("prices in " + Names.current());
  }

  @Test
  void periodicTask_asOnThePage() throws Exception {
    ScheduledExecutorService timer =
        ContextPropagation.wrap(Executors.newSingleThreadScheduledExecutor());
    Names.in(
        "request",
        () -> {
          Runnable refresh = Context.root().wrap(this::refreshPrices);
          timer.scheduleAtFixedRate(refresh, 0, 60, SECONDS);
          return null;
        });

    assertThat(ran.take()).isEqualTo("prices in none");
    timer.shutdownNow();
  }

  @Test
  void futures_asOnThePage() throws Exception {
    String order = "order";
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Names.in(
        "request",
        () -> {
          CompletableFuture<String> price =
              ContextPropagation.supplyAsync(() -> price(order), pool);
          price.thenAccept(this::reserve); // in the context of this line

          return null;
        });

    assertThat(ran.take()).isEqualTo("order in request in request");
    pool.shutdown();
  }

  @Test
  void futuresOfOthers_asOnThePage() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .build();
    Names.in(
        "request",
        () -> {
          ContextPropagation.wrap(client.sendAsync(request, BodyHandlers.ofString()))
              .thenApply(HttpResponse::body)
              .thenAccept(this::reserve);
          return null;
        });

    assertThat(ran.take()).isEqualTo(" in request");
    server.stop(0);
  }
}
