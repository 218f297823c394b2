package io.obs4j.servlet;

import io.obs4j.core.ServerRequest;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A response that tells how much of its body was written, and whether that failed. */
final class CountedResponse extends HttpServletResponseWrapper {

  private final ServletExchange exchange;
  private final ServerRequest request;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;

  CountedResponse(HttpServletResponse response, ServletExchange exchange, ServerRequest request) {
    super(response);
    this.exchange = exchange;
    this.request = request;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream out = stream;
    if (out == null) {
      out = new CountedStream(super.getOutputStream(), exchange, request);
      stream = out;
    }
    return out;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter out = writer;
    if (out == null) {
      PrintWriter body = super.getWriter(); // which fixes the encoding
      out = new CountedWriter(body, getCharacterEncoding(), exchange);
      writer = out;
    }
    return out;
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    exchange.takenBack();
  }

  @Override
  public void reset() {
    super.reset();
    exchange.takenBack();
    stream = null;
    writer = null;
  }

  /** The container writes what there is to say, once all filters have returned. */
  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    super.sendError(status, message);
    exchange.sizeUnknown();
  }

  @Override
  public void sendError(int status) throws IOException {
    super.sendError(status);
    exchange.sizeUnknown();
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    super.sendRedirect(location);
    exchange.takenBack();
  }
}
