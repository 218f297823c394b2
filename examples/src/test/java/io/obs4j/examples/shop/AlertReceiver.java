package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What Alertmanager calls when something is wrong. */
final class AlertReceiver implements AutoCloseable {

  private final BlockingQueue<JsonFields> calls = new LinkedBlockingQueue<>();
  private final HttpServer server;

  AlertReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/alerts",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
          calls.add(JsonFields.parse(body));
        });
    server.start();
  }

  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Waits for a group of alerts, which tells its alert and service. */
  JsonFields await(String alert, String service, long seconds) throws InterruptedException {
    List<JsonFields> others = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      JsonFields call = calls.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (call == null) {
        throw new AssertionError("nobody told of " + alert + ", but of " + others);
      }
      if (call.get("groupLabels.alertname").equals(alert)
          && call.get("groupLabels.service").equals(service)) {
        return call;
      }
      others.add(call);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
