package io.obs4j.http;

import org.jspecify.annotations.Nullable;

/** What is asked for, as a template, and what is kept of each method of it. Immutable. */
final class Route {

  private final @Nullable String template;
  private final Endpoint[] endpoints = new Endpoint[HttpMethods.COUNT];

  /**
   * Makes what is kept of a route.
   *
   * @param template such as {@code /orders/{id}}, null if there is none
   */
  Route(@Nullable String template) {
    this.template = template;
    for (int method = 0; method < endpoints.length; method++) {
      endpoints[method] = new Endpoint(method, template);
    }
  }

  @Nullable String template() {
    return template;
  }

  Endpoint endpoint(int method) {
    return endpoints[method];
  }
}
