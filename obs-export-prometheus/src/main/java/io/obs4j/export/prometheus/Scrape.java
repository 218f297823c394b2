package io.obs4j.export.prometheus;

import io.obs4j.core.Diagnostics;
import io.obs4j.export.prometheus.ScrapeFailures.Reason;
import java.io.IOException;
import java.util.Set;

/** Answers one request for the metrics that has passed the gate. */
final class Scrape {

  private static final String FAULT = "prometheus.scrape";
  private static final String SUBJECT = "page";

  private final PageExchange exchange;
  private final PrometheusWriter writer;
  private final Diagnostics diagnostics;
  private final ScrapeFailures failures;
  private final ExpositionFormat format;
  private final boolean gzip;
  private final HeldResponse response;

  Scrape(
      PageExchange exchange,
      PrometheusWriter writer,
      Diagnostics diagnostics,
      ScrapeFailures failures) {
    this.exchange = exchange;
    this.writer = writer;
    this.diagnostics = diagnostics;
    this.failures = failures;
    this.format = Negotiation.format(exchange.requestHeader("Accept"));
    this.gzip = Negotiation.gzip(exchange.requestHeader("Accept-Encoding"));
    this.response = new HeldResponse(exchange, format, gzip);
  }

  /**
   * Sends the page, or an error if nothing was sent yet. A page that cannot be completed is broken
   * off, so that the scraper never takes a part for the whole.
   *
   * @param watch over this thread
   * @throws IOException if the connection is to be broken off
   */
  void answer(Watchdog.Watch watch) throws IOException {
    Set<String> names;
    try {
      names = NameQuery.names(exchange.query());
    } catch (IllegalArgumentException e) {
      failures.count(Reason.MALFORMED);
      Replies.text(exchange, Replies.BAD_REQUEST, "name[] is of no use: " + e.getMessage());
      return;
    }
    try {
      send(names);
    } catch (IOException | RuntimeException | Error e) {
      if (response.broken()) {
        failures.count(watch.expired() ? Reason.TIMEOUT : Reason.DISCONNECTED);
        throw new IOException("the scraper is away or too slow", e);
      }
      fail(e);
    }
  }

  private void send(Set<String> names) throws IOException {
    if (Replies.isHead(exchange)) {
      response.endWithoutBody();
      return;
    }
    writer.write(response, format, names, gzip);
    response.end();
    diagnostics.recovered(FAULT, SUBJECT, "Prometheus scrapes succeed again.");
  }

  private void fail(Throwable fault) throws IOException {
    failures.count(Reason.FAULT);
    diagnostics.fault(
        FAULT,
        SUBJECT,
        "A Prometheus scrape failed: " + fault + ". The stack trace leads to what threw it.",
        fault);
    if (response.begun()) {
      throw new IOException("the page cannot be completed", fault);
    }
    Replies.text(
        exchange, Replies.INTERNAL_SERVER_ERROR, "the scrape failed; the service's log says why");
  }
}
