package io.obs4j.http;

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
  void log(ObservedRequest request, ServerExchange exchange, long nanos) {
    RequestFacts facts = request.facts();
    AccessLog.Request line =
        log.request(HttpMethods.attribute(facts.method()), request.route().template())
            .path(facts.path())
            .durationNanos(nanos);
    if (exchange.status() > 0) {
      line.status(exchange.status());
    }
    if (exchange.responseBytes() >= 0) {
      line.bytes(exchange.responseBytes());
    }
    if (facts.client() != null) {
      line.client(facts.client());
    }
    String user = exchange.user();
    if (user != null) {
      line.user(user);
    }
    String errorType = request.errorType();
    if (errorType != null) {
      line.with(HttpAttributes.ERROR_TYPE, errorType);
    }
    request.details().forEach(line::with);
    line.log();
  }
}
