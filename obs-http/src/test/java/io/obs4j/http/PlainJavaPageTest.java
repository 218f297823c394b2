package io.obs4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.obs4j.Obs;
import io.obs4j.annotation.Label;
import io.obs4j.annotation.Observed;
import io.obs4j.core.SpanRecord;
import io.obs4j.health.HealthCheck;
import io.obs4j.judges.PageCode;
import io.obs4j.operation.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code in docs/plain-java.md is in this file. */
@Timeout(120)
class PlainJavaPageTest {

  private static final Path PAGE = Path.of("../docs/plain-java.md");
  private static final Path SOURCE = Path.of("src/test/java/io/obs4j/http/PlainJavaPageTest.java");

  @Test
  void page_showsCodeThatRuns() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(PageCode.blocks(page)).isGreaterThanOrEqualTo(5);
    assertThat(PageCode.notIn(page, SOURCE)).isEmpty();
  }

  record Order(String item, String status) {}

  interface Orders {
    @Observed("order.create")
    @Label(value = "status", accessor = "status")
    Order create(@Label("tenant") String tenant, String item);
  }

  private static final class OrderService implements Orders {
    @Override
    public Order create(String tenant, String item) {
      return new Order(item, "paid");
    }
  }

  /** What the service depends on. */
  private static final class Stock {
    boolean isOpen() {
      return true;
    }
  }

  private static void answer(HttpExchange exchange, Orders orders) throws IOException {
    try (exchange) {
      byte[] body = orders.create("ann", "tea").status().getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void service_asOnThePage_isSeen() throws Exception {
    final class Checkout {

      private final Operation pay;

      Checkout(Obs obs) {
        pay = obs.operation("order.pay").resultLabel("status", Order::status).create();
      }

      Order pay(String item) {
        return pay.call(() -> new Order(item, "paid"));
      }
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Stock stock = new Stock();
    try (Recorded recorded = new Recorded()) {
      Obs obs = recorded.obs;

      Orders orders = obs.observe(Orders.class, new OrderService());

      HttpServerTelemetry http =
          HttpServerTelemetry.builder(obs).accessLog(obs.accessLog()).build();
      ExecutorService threads = obs.observe("http", Executors.newFixedThreadPool(16));
      server.setExecutor(threads);
      server
          .createContext("/orders", exchange -> answer(exchange, orders))
          .getFilters()
          .add(http.filter());

      HttpClient client = HttpClientTelemetry.of(obs).wrap(HttpClient.newHttpClient());

      obs.health().add(HealthCheck.of("stock", Duration.ofSeconds(2), stock::isOpen));

      server.start();
      try {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders");
        assertThat(client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()))
            .returns("paid", response -> response.body());
        assertThat(new Checkout(obs).pay("tea").status()).isEqualTo("paid");

        Map<String, SpanRecord> spans =
            recorded.spans(4).stream()
                .collect(Collectors.toMap(SpanRecord::name, Function.identity()));
        assertThat(spans).containsOnlyKeys("GET", "GET /orders", "order.create", "order.pay");
        SpanRecord create = spans.get("order.create");
        SpanRecord request = spans.get("GET /orders");
        assertThat(create.parentSpanIdHex()).isEqualTo(request.spanIdHex());
        assertThat(request.parentSpanIdHex()).isEqualTo(spans.get("GET").spanIdHex());
        assertThat(create.attributes().toString()).isEqualTo("{status=\"paid\", tenant=\"ann\"}");
        assertThat(recorded.metric("order.pay.calls")).isEqualTo(Map.of("{status=paid}", "1"));
      } finally {
        server.stop(0);
        threads.shutdownNow();
      }
    }
  }

  @Test
  void start_asOnThePage_servesWithTheEnvironment() {
    try (Obs obs = Obs.fromEnvironment()) {
      obs.installGlobal();
      serve(obs);
    }
  }

  private static void serve(Obs obs) {
    assertThat(obs.health().results()).isEmpty();
  }
}
