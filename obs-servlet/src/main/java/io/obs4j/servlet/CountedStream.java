package io.obs4j.servlet;

import io.obs4j.core.ServerRequest;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/**
 * The body of a response, which counts what is written. An exception of it is that of a client
 * which is gone.
 */
final class CountedStream extends ServletOutputStream {

  private final ServletOutputStream body;
  private final ServletExchange exchange;
  private final ServerRequest request;

  CountedStream(ServletOutputStream body, ServletExchange exchange, ServerRequest request) {
    this.body = body;
    this.exchange = exchange;
    this.request = request;
  }

  @Override
  public void write(int single) throws IOException {
    try {
      body.write(single);
      exchange.sent(1);
    } catch (IOException e) {
      request.fail(e);
      throw e;
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      body.write(bytes, from, length);
      exchange.sent(length);
    } catch (IOException e) {
      request.fail(e);
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      body.flush();
    } catch (IOException e) {
      request.fail(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      body.close();
    } catch (IOException e) {
      request.fail(e);
      throw e;
    }
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    body.setWriteListener(listener);
  }
}
