package io.obs4j.export.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import io.obs4j.core.internal.Lifecycle;
import io.obs4j.export.prometheus.ScrapeFailures.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers scrapes within a server of one's own: mounted as an {@link HttpHandler} of the JDK's, or
 * handed each request by {@link #answer} where the server is another.
 *
 * <p>An exporter like any other, to be started by the owner of the metrics; before that, and after
 * it was closed, it answers 503. Safe for use by any thread.
 */
public final class PrometheusHandler implements Exporter, HttpHandler {

  private record Started(
      PrometheusWriter writer, Diagnostics diagnostics, ScrapeFailures failures) {}

  private final List<Credentials> credentials;
  private final int maxConcurrentScrapes;
  private final Duration writeTimeout;
  private final List<Consumer<PrometheusWriter.Builder>> options;
  private final Semaphore permits;
  private final Watchdog watchdog = new Watchdog();
  private final Lifecycle lifecycle = new Lifecycle("This Prometheus handler");
  private final AtomicReference<@Nullable Started> started = new AtomicReference<>();

  PrometheusHandler(
      List<Credentials> credentials,
      int maxConcurrentScrapes,
      Duration writeTimeout,
      List<Consumer<PrometheusWriter.Builder>> options) {
    this.credentials = List.copyOf(credentials);
    this.maxConcurrentScrapes = maxConcurrentScrapes;
    this.writeTimeout = writeTimeout;
    this.options = List.copyOf(options);
    this.permits = new Semaphore(maxConcurrentScrapes);
  }

  @Override
  public void start(Signals signals) {
    lifecycle.start();
    Diagnostics diagnostics = signals.diagnostics();
    PrometheusWriter.Builder writer =
        PrometheusWriter.builder(signals.metrics(), signals.resource(), diagnostics)
            .clock(signals.clock());
    for (Consumer<PrometheusWriter.Builder> option : options) {
      option.accept(writer);
    }
    started.set(new Started(writer.build(), diagnostics, new ScrapeFailures(diagnostics)));
    if (lifecycle.isClosed()) {
      release();
    }
  }

  /**
   * Answers one request for the metrics, whatever its path.
   *
   * @throws IOException if the scraper is away or too slow, or the page cannot be completed; the
   *     server then breaks off the connection
   */
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    answer(new JdkPageExchange(exchange));
  }

  /**
   * Answers one request for the metrics in a server of any kind, whatever its path.
   *
   * @param exchange of the request
   * @throws IOException if the scraper is away or too slow, or the page cannot be completed; the
   *     connection is then to be broken off
   */
  public void answer(PageExchange exchange) throws IOException {
    Started current = started.get();
    if (!Replies.onlyReads(exchange)) {
      return;
    }
    if (current == null) {
      Replies.text(exchange, Replies.SERVICE_UNAVAILABLE, "not started, or closed");
    } else if (!Credentials.admit(credentials, exchange)) {
      current.failures.count(Reason.UNAUTHORIZED); // before whoever is refused can know it
      Replies.unauthorized(exchange, credentials);
    } else if (!permits.tryAcquire()) {
      current.failures.count(Reason.BUSY);
      Replies.busy(exchange);
    } else {
      try {
        scrape(exchange, current);
      } finally {
        permits.release();
      }
    }
  }

  private void scrape(PageExchange exchange, Started current) throws IOException {
    Watchdog.Watch watch = watchdog.watch(writeTimeout);
    try {
      new Scrape(exchange, current.writer, current.diagnostics, current.failures).answer(watch);
    } finally {
      watch.end();
    }
  }

  /**
   * Writes one page of all metrics, uncompressed, in the format that suits a request best. Neither
   * credentials nor the limits of the builder apply.
   *
   * @param out where the page goes; neither flushed nor closed
   * @param accept the value of the header {@code Accept}, null if there is none
   * @return the value of the header {@code Content-Type} of the reply; where that must be sent
   *     first, {@link Negotiation#format} tells it
   * @throws IOException as the stream does; the page is then incomplete
   * @throws IllegalStateException if this is not started, or closed
   */
  public String write(OutputStream out, @Nullable String accept) throws IOException {
    Started current = started.get();
    if (current == null) {
      throw new IllegalStateException(
          "This Prometheus handler is not started, or closed; start it with the metrics first");
    }
    return current.writer.write(out, accept);
  }

  @Override
  public void close(Duration limit) {
    lifecycle.close();
    release();
    watchdog.close();
  }

  /** Whether a request shows the credentials; otherwise it has been answered that it must. */
  boolean admits(PageExchange exchange) throws IOException {
    if (Credentials.admit(credentials, exchange)) {
      return true;
    }
    Replies.unauthorized(exchange, credentials);
    return false;
  }

  /** An executor for a server around this handler, with the threads and the time that it needs. */
  ExchangeExecutor executor(int spareThreads, Diagnostics diagnostics) {
    return new ExchangeExecutor(
        maxConcurrentScrapes + spareThreads,
        writeTimeout.plus(writeTimeout),
        watchdog,
        new ScrapeFailures(diagnostics));
  }

  private void release() {
    Started current = started.getAndSet(null);
    if (current != null) {
      current.writer.close();
    }
  }
}
