package io.obs4j.logging.sink;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A name server that does not answer until it is told to, or a test has taken too long. */
final class HangingNames implements HostAddress.Names {

  private final CountDownLatch answering = new CountDownLatch(1);

  void answer() {
    answering.countDown();
  }

  @Override
  public InetAddress lookUp(String host) throws IOException {
    try {
      if (!answering.await(2, TimeUnit.MINUTES)) {
        throw new IOException("nobody let it answer");
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    return InetAddress.getByName(host);
  }
}
