package io.obs4j.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of a response, which counts what is sent and tells when it is complete. An exception of
 * it is that of a client which is gone, or of a handler that sent less or more than it said.
 */
final class CountedOutput extends OutputStream {

  private final OutputStream body;
  private final JdkExchange exchange;
  private final ObservedRequest request;

  CountedOutput(OutputStream body, JdkExchange exchange, ObservedRequest request) {
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
    } finally {
      request.responded();
    }
  }
}
