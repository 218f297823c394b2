package io.obs4j.http;

import java.util.concurrent.ConcurrentHashMap;

/** The routes that were used so far. Safe for use by any thread. */
final class Routes {

  /** How many are kept: further ones are made anew for each request. */
  static final int MOST = 2_000;

  /** What has no template. */
  static final Route NONE = new Route(null);

  private final ConcurrentHashMap<String, Route> routes = new ConcurrentHashMap<>();

  Route of(String template) {
    Route known = routes.get(template);
    if (known != null) {
      return known;
    }
    Route made = new Route(template);
    if (routes.mappingCount() >= MOST) {
      return made;
    }
    Route raced = routes.putIfAbsent(template, made);
    return raced == null ? made : raced;
  }
}
