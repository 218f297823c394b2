package io.obs4j.examples.shop;

import io.obs4j.health.HealthCheck;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that the gateway calls. */
final class Dependency {

  private static final Logger LOG = LoggerFactory.getLogger(Dependency.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient client;
  private final Service service;
  private final URI address;

  /**
   * A service at an address.
   *
   * @param base such as {@code http://127.0.0.1:8081}
   */
  Dependency(HttpClient client, Service service, URI base) {
    this.client = client;
    this.service = service;
    this.address = base.resolve(service.path);
  }

  /** Has the service do its step; its failure is that of the gateway, as HTTP words it. */
  Reply call(Order order) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofString(order.json()))
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      return status == Reply.OK
          ? new Reply(Reply.OK, service.label())
          : new Reply(Reply.BAD_GATEWAY, service.label() + " answered " + status);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Reply(Reply.UNAVAILABLE, service.label() + " is down");
    } catch (IOException e) {
      LOG.warn("{} did not answer", service.label(), e);
      return new Reply(Reply.BAD_GATEWAY, service.label() + " did not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply(Reply.UNAVAILABLE, "The gateway is shutting down");
    }
  }

  /** Whether anybody listens there. */
  HealthCheck health() {
    return HealthCheck.of(service.label(), CHECK_TIMEOUT, this::isListening);
  }

  private boolean isListening() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      return true;
    }
  }
}
