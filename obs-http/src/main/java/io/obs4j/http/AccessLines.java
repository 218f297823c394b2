package io.obs4j.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.obs4j.logging.AccessLog;

/** Logs each request that was served. */
final class AccessLines {

  private final AccessLog log;

  AccessLines(AccessLog log) {
    this.log = log;
  }

  /**
   * Logs a request, whose context is current.
   *
   * @param request that has ended
   * @param exchange of the request
   * @param nanos that it took
   */
  void log(ObservedRequest request, HttpExchange exchange, long nanos) {
    RequestFacts facts = request.facts();
    AccessLog.Request line =
        log.request(HttpMethods.attribute(facts.method()), request.route().template())
            .path(facts.path())
            .durationNanos(nanos);
    if (request.status() != 0) {
      line.status(request.status()).bytes(request.responseBytes());
    }
    if (facts.client() != null) {
      line.client(facts.client());
    }
    HttpPrincipal user = exchange.getPrincipal();
    if (user != null) {
      line.user(user.getUsername());
    }
    String errorType = request.errorType();
    if (errorType != null) {
      line.with(HttpAttributes.ERROR_TYPE, errorType);
    }
    line.log();
  }
}
