package io.obs4j.http;

import com.sun.net.httpserver.HttpExchange;

/** Logs a request that was served. */
interface AccessLine {

  /**
   * Logs a request, whose context is current. Does not throw.
   *
   * @param request that has ended
   * @param exchange of the request
   * @param nanos that it took
   */
  void log(ObservedRequest request, HttpExchange exchange, long nanos);
}
