package io.obs4j.examples.shop;

import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Histogram;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.UpDownCounter;
import java.util.function.Supplier;

/** What is measured of every request: rate, errors, duration, and how many are under way. */
final class RequestMetrics {

  private final Family<Counter> requests;
  private final Family<Histogram> duration;
  private final UpDownCounter inFlight;

  RequestMetrics(Metrics metrics) {
    requests =
        metrics
            .counter("http.requests")
            .help("Requests answered")
            .labels("method", "route", "status");
    duration =
        metrics
            .histogram("http.request.duration")
            .unit("s")
            .help("Time to make the answer")
            .labels("method", "route");
    inFlight = metrics.upDownCounter("http.requests.active").help("Requests under way").create();
  }

  /**
   * Measures the making of an answer. It is counted before it is sent: whoever has the answer finds
   * it in the metrics.
   */
  @SuppressWarnings("try") // A timing is opened to be closed.
  Reply measure(String method, String route, Supplier<Reply> work) {
    inFlight.increment();
    try (var timing = duration.of(method, route).start()) {
      Reply reply = work.get();
      requests.of(method, route, Integer.toString(reply.status())).increment();
      return reply;
    } finally {
      inFlight.decrement();
    }
  }
}
