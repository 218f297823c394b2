package io.obs4j.examples.shop;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A service that the gateway calls. That it is down, or back, is logged once. */
final class Dependency {

  private static final Logger LOG = LoggerFactory.getLogger(Dependency.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client;
  private final Service service;
  private final URI address;
  private final HttpTracing tracing;
  private final AtomicBoolean down = new AtomicBoolean();

  /**
   * A service at an address.
   *
   * @param base such as {@code http://127.0.0.1:8081}
   */
  Dependency(HttpClient client, Service service, URI base, HttpTracing tracing) {
    this.client = client;
    this.service = service;
    this.address = base.resolve(service.path);
    this.tracing = tracing;
  }

  /** Has the service do its step; its failure is that of the gateway, as HTTP words it. */
  Reply call(Order order) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .setHeader(RequestId.HEADER, RequestId.of(MDC.get(RequestId.KEY)))
            .POST(BodyPublishers.ofString(order.json()));
    try {
      int status = tracing.call(address, request, this::send);
      if (down.compareAndSet(true, false)) {
        LOG.info("{} is back at {}", service.label(), address);
      }
      return status == Reply.OK
          ? new Reply(Reply.OK, service.label())
          : new Reply(Reply.BAD_GATEWAY, service.label() + " answered " + status);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      if (down.compareAndSet(false, true)) {
        LOG.warn(
            "Cannot reach {} at {}; orders are answered with 503. Start it with ./demo {}",
            service.label(),
            address,
            service.label());
      }
      return new Reply(Reply.UNAVAILABLE, service.label() + " is down");
    } catch (IOException e) {
      LOG.warn("{} did not answer", service.label(), e);
      return new Reply(Reply.BAD_GATEWAY, service.label() + " did not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply(Reply.UNAVAILABLE, "The gateway is shutting down");
    }
  }

  private int send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }
}
