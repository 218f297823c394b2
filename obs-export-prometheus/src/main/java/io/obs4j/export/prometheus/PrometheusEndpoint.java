package io.obs4j.export.prometheus;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import io.obs4j.core.internal.Lifecycle;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP server that Prometheus scrapes: {@code /metrics}, {@code /-/healthy}, {@code
 * /-/ready} and {@code /-/live} for probes, and an index page. It listens on the loopback address
 * unless told otherwise.
 *
 * <p>An address that cannot be listened on is reported with the remedy, and the service goes on
 * without. Scrapes are limited in number and time, and all threads are daemons. Safe for use by any
 * thread.
 */
public final class PrometheusEndpoint implements Exporter {

  private static final String FAULT = "prometheus.endpoint";

  /** How many threads there are besides those that scrape: for short answers and slow requests. */
  private static final int SPARE_THREADS = 8;

  private final Binding binding;
  private final PrometheusHandler metrics;
  private final Lifecycle lifecycle = new Lifecycle("This Prometheus endpoint");
  private final AtomicReference<@Nullable EndpointServer> server = new AtomicReference<>();

  PrometheusEndpoint(Binding binding, PrometheusHandler metrics) {
    this.binding = binding;
    this.metrics = metrics;
  }

  /**
   * An endpoint on the loopback address, with the defaults of the builder.
   *
   * @param port to listen on; 0 takes any free one
   * @return an endpoint that is not started
   * @throws IllegalArgumentException if it is no port
   */
  public static PrometheusEndpoint onPort(int port) {
    return builder().port(port).build();
  }

  /**
   * Begins to describe an endpoint.
   *
   * @return a builder
   */
  public static PrometheusEndpointBuilder builder() {
    return new PrometheusEndpointBuilder();
  }

  @Override
  public void start(Signals signals) {
    lifecycle.start();
    metrics.start(signals);
    try {
      EndpointServer opened = open(signals);
      server.set(opened);
      announce(signals.diagnostics(), binding.announcement(opened.address()));
    } catch (IOException e) {
      metrics.close(Duration.ZERO);
      report(signals, e);
    }
    if (lifecycle.isClosed()) {
      closeServer(Duration.ZERO);
    }
  }

  /**
   * The port.
   *
   * @return the one that is listened on; the one that was asked for while none is
   */
  public int port() {
    EndpointServer opened = server.get();
    return opened == null ? binding.port() : opened.address().getPort();
  }

  /**
   * Lets running scrapes finish for a second at the most, breaks off the others, and gives back the
   * port and all threads.
   *
   * @param limit how long to take at the most
   */
  @Override
  public void close(Duration limit) {
    lifecycle.close();
    closeServer(limit);
    metrics.close(Duration.ZERO);
  }

  private EndpointServer open(Signals signals) throws IOException {
    IndexPage index = new IndexPage(signals.resource(), binding.path());
    return EndpointServer.open(
        binding.address(),
        binding.tls(),
        new Routes(binding.path(), metrics, index, signals.health()),
        metrics.executor(SPARE_THREADS, signals.diagnostics()));
  }

  /**
   * Tells where it listens, and leaves it to a thread of its own to wait for the logging system:
   * the first line of a process may take as long as all the rest of its start.
   */
  private static void announce(Diagnostics diagnostics, String line) {
    ServerThreads.daemon(new Announcement(diagnostics, line), "announcement").start();
  }

  private record Announcement(Diagnostics diagnostics, String line) implements Runnable {

    @Override
    public void run() {
      diagnostics.inform(line);
    }
  }

  private void report(Signals signals, IOException cause) {
    String message = binding.failure(cause);
    if (binding.strict() || signals.strict()) {
      throw new IllegalStateException(message, cause);
    }
    signals.diagnostics().fault(FAULT, binding.host() + ':' + binding.port(), message);
  }

  private void closeServer(Duration limit) {
    EndpointServer opened = server.getAndSet(null);
    if (opened != null) {
      opened.close(limit);
    }
  }
}
