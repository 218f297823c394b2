package io.obs4j.logging.sink;

import io.obs4j.judges.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A server that keeps what is sent to it, from one connection after another. */
final class LineServer implements AutoCloseable {

  private final ServerSocket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final AtomicInteger ends = new AtomicInteger();
  private volatile Socket current = new Socket();

  private LineServer(ServerSocket socket) {
    this.socket = socket;
    Thread thread = new Thread(this::serve, "line-server");
    thread.setDaemon(true);
    thread.start();
  }

  static LineServer plain() throws IOException {
    return plain(0);
  }

  static LineServer plain(int port) throws IOException {
    return new LineServer(
        ServerSocketFactory.getDefault()
            .createServerSocket(port, 10, InetAddress.getByName("localhost")));
  }

  static LineServer tls(SSLContext keys) throws IOException {
    return new LineServer(
        keys.getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getByName("localhost")));
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        current = connection;
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = connection.getInputStream().read(buffer)) >= 0) {
          received.write(buffer, 0, count);
        }
      } catch (IOException e) {
        // A handshake that failed, or the end of the test.
      }
      ends.incrementAndGet();
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  byte[] bytes() {
    return received.toByteArray();
  }

  String text() {
    return received.toString(StandardCharsets.UTF_8);
  }

  /** Waits until a client has closed its connection. */
  void awaitEnd() {
    Waiting.until("the end of a connection", () -> ends.get() > 0);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    current.close();
  }
}
