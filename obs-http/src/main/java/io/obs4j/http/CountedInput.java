package io.obs4j.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request of unknown length, which counts what is read of it. */
final class CountedInput extends FilterInputStream {

  private final JdkExchange exchange;

  CountedInput(InputStream body, JdkExchange exchange) {
    super(body);
    this.exchange = exchange;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      exchange.received(1);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    if (read > 0) {
      exchange.received(read);
    }
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    exchange.received(skipped);
    return skipped;
  }
}
