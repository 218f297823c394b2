package io.obs4j.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as a template: what a framework leaves in an attribute, or the pattern
 * that the servlet is mapped to. A pattern that takes every path says nothing. The path of the
 * application comes first. Safe for use by any thread.
 */
final class ServletRoutes {

  /** Where Spring's MVC leaves the pattern of the handler that it has chosen. */
  static final String SPRING = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  /** How many routes are kept in one piece: further ones are put together for each request. */
  private static final int MOST = 2_000;

  private final String[] attributes;

  /** By pattern. A filter has one application, so they all begin alike. */
  private final ConcurrentHashMap<String, String> routes = new ConcurrentHashMap<>();

  /**
   * Routes.
   *
   * @param attributes of requests in which frameworks leave templates, beside those that are known
   */
  ServletRoutes(String... attributes) {
    this.attributes = new String[attributes.length + 1];
    System.arraycopy(attributes, 0, this.attributes, 0, attributes.length);
    this.attributes[attributes.length] = SPRING;
  }

  /**
   * What a framework has left in an attribute, once it has matched the request.
   *
   * @return null if none has
   */
  @Nullable Object matched(HttpServletRequest request) {
    for (String attribute : attributes) {
      Object pattern = request.getAttribute(attribute);
      if (pattern != null) {
        return pattern;
      }
    }
    return null;
  }

  /**
   * The route of what is {@linkplain #matched}, asked on the dispatch in which it was.
   *
   * @return null if it takes every path
   */
  @Nullable String of(HttpServletRequest request, Object matched) {
    String pattern = matched.toString();
    if (takesAll(pattern)) {
      return null;
    }
    return told(
        request,
        matched == request.getAttribute(SPRING) ? behindServlet(request, pattern) : pattern);
  }

  /** Spring's patterns are those of what is behind the path of its servlet, if that has one. */
  private static String behindServlet(HttpServletRequest request, String pattern) {
    return request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH
        ? request.getServletPath() + pattern
        : pattern;
  }

  private static boolean takesAll(String pattern) {
    return pattern.equals("/*") || pattern.equals("/**");
  }

  /**
   * What the servlet is mapped to.
   *
   * @return null if it takes every path, or an error page has come to be asked for
   */
  @Nullable String mapped(HttpServletRequest request) {
    HttpServletMapping mapping = request.getHttpServletMapping();
    MappingMatch match = mapping.getMappingMatch();
    if (match == null
        || match == MappingMatch.DEFAULT
        || request.getDispatcherType() == DispatcherType.ERROR) {
      return null;
    }
    return told(request, match == MappingMatch.CONTEXT_ROOT ? "/" : mapping.getPattern());
  }

  private @Nullable String told(HttpServletRequest request, String pattern) {
    if (takesAll(pattern)) {
      return null;
    }
    String application = request.getContextPath();
    boolean rooted = pattern.startsWith("/");
    if (rooted && application.isEmpty()) {
      return pattern;
    }
    String known = routes.get(pattern);
    if (known != null) {
      return known;
    }
    String route = application + (rooted ? pattern : '/' + pattern);
    if (routes.mappingCount() < MOST) {
      routes.put(pattern, route);
    }
    return route;
  }
}
