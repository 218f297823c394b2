package io.obs4j.servlet;

import io.obs4j.export.prometheus.PageExchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** A request to a servlet container for a page. */
final class ServletPageExchange implements PageExchange {

  private final HttpServletRequest request;
  private final HttpServletResponse response;

  ServletPageExchange(HttpServletRequest request, HttpServletResponse response) {
    this.request = request;
    this.response = response;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public @Nullable String query() {
    return request.getQueryString();
  }

  @Override
  public @Nullable String requestHeader(String name) {
    return request.getHeader(name) == null
        ? null
        : String.join(",", Collections.list(request.getHeaders(name)));
  }

  @Override
  public void addResponseHeader(String name, String value) {
    response.addHeader(name, value);
  }

  @Override
  public OutputStream respond(int status, long length) throws IOException {
    response.setStatus(status);
    if (length != UNKNOWN_LENGTH) {
      response.setContentLengthLong(length);
    }
    return response.getOutputStream();
  }

  @Override
  public void complete() throws IOException {
    response.flushBuffer();
  }
}
