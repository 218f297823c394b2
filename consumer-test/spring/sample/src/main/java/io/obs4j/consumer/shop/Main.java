package io.obs4j.consumer.shop;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the shop, loads it, scrapes it, and looks at the traces and lines that come of it. */
public final class Main {

  private static final int ORDERS = 200;

  private Main() {}

  /** Prints one line, or throws. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
    AtomicInteger servers = new AtomicInteger();
    AtomicInteger orders = new AtomicInteger();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/v1/traces",
        exchange -> {
          String request =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          servers.addAndGet(count(request, "\"name\":\"http get /orders/{country}\""));
          orders.addAndGet(count(request, "\"name\":\"order.create\""));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    String page;
    try (ConfigurableApplicationContext shop =
        SpringApplication.run(
            Shop.class,
            "--spring.main.banner-mode=off",
            "--server.port=0",
            "--otel.traces.exporter=otlp",
            "--otel.exporter.otlp.protocol=http/json",
            "--otel.exporter.otlp.endpoint=http://localhost:" + receiver.getAddress().getPort())) {
      String at = "http://localhost:" + shop.getEnvironment().getProperty("local.server.port");
      for (int i = 0; i < ORDERS; i++) {
        check(get(at + "/orders/de").equals("created"), "an answer", "another one");
      }
      page = get(at + "/actuator/prometheus");
    } finally {
      System.setOut(out);
      receiver.stop(0);
    }
    String told = lines.toString(StandardCharsets.UTF_8);
    check(
        page.contains("order_create_calls_total{country=\"de\"} " + ORDERS + "\n"),
        "a count of the annotated method",
        page);
    check(
        page.lines()
            .anyMatch(
                line ->
                    line.startsWith("http_server_requests_seconds_count{")
                        && line.contains("uri=\"/orders/{country}\"")
                        && line.endsWith(" " + ORDERS)),
        "one duration for each request",
        page);
    check(servers.get() == ORDERS, "one server span for each request", "there are " + servers);
    check(orders.get() == ORDERS, "one span for each order", "there are " + orders);
    check(
        told.lines().allMatch(line -> line.startsWith("{\"@timestamp\":")), "lines of JSON", told);
    check(
        told.lines()
                .filter(line -> line.contains("order from de") && line.contains("\"trace.id\":"))
                .count()
            == ORDERS,
        "one line with its trace for each order",
        told);
    System.out.println(
        "consumer: Spring Boot " + SpringBootVersion.getVersion() + " is observed by one starter");
  }

  private static String get(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      count++;
    }
    return count;
  }

  private static void check(boolean holds, String what, String seen) {
    if (!holds) {
      throw new AssertionError("expected " + what + ", but: " + seen);
    }
  }
}
