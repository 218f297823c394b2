package io.obs4j.servlet;

import io.obs4j.export.prometheus.PageExchange;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers each request with one page. */
abstract class PageServlet implements Servlet {

  private @Nullable ServletConfig config;

  PageServlet() {}

  abstract void answer(PageExchange exchange) throws IOException;

  @Override
  public final void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse answered) {
      answer(new ServletPageExchange(asked, answered));
    } else {
      throw new ServletException("Pages are served over HTTP alone, not " + request.getProtocol());
    }
  }

  @Override
  public final void init(ServletConfig newConfig) {
    config = newConfig;
  }

  @Override
  public final @Nullable ServletConfig getServletConfig() {
    return config;
  }

  @Override
  public final String getServletInfo() {
    return "obs4j";
  }

  @Override
  public final void destroy() {}
}
