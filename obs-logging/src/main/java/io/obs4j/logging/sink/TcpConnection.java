package io.obs4j.logging.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A connection to a server that takes lines, encrypted or not. For one thread, but the close. */
final class TcpConnection {

  /*
   * Nobody acknowledges lines, so the end of a connection is looked for where that costs nothing:
   * before a write that comes after a while, when a read finds out whether the server has closed it.
   *
   * What is closed is the bare socket: a TLS socket would wait for whoever hangs in a write.
   */

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Socket bare;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private long lastWrite = System.nanoTime();

  private TcpConnection(Socket bare, Socket socket) throws IOException {
    this.bare = bare;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /**
   * Connects; with TLS the certificate has to be for the host.
   *
   * @param bare not connected; whoever closes it ends this
   */
  static TcpConnection open(
      Socket bare,
      InetAddress address,
      String host,
      int port,
      @Nullable SSLContext tls,
      int timeoutMillis)
      throws IOException {
    try {
      bare.connect(new InetSocketAddress(address, port), timeoutMillis);
      bare.setTcpNoDelay(true);
      bare.setKeepAlive(true);
      if (tls == null) {
        return new TcpConnection(bare, bare);
      }
      bare.setSoTimeout(timeoutMillis);
      SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(bare, host, port, true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return new TcpConnection(bare, secured);
    } catch (IOException | RuntimeException | Error e) {
      bare.close();
      throw e;
    }
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    long now = System.nanoTime();
    if (now - lastWrite > IDLE_NANOS) {
      lookForEnd();
    }
    out.write(bytes, offset, length);
    lastWrite = now;
  }

  private void lookForEnd() throws IOException {
    socket.setSoTimeout(1);
    try {
      if (in.read() < 0) {
        throw new IOException("the server has closed the connection");
      }
    } catch (SocketTimeoutException e) {
      return; // As it should be: servers of lines say nothing.
    }
  }

  /** Sends what the system holds, and ends. */
  void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException | UnsupportedOperationException e) {
      // The other side is gone; closing is all there is to do.
    }
    close();
  }

  /** Ends, whatever another thread is doing with it. */
  void close() {
    try {
      bare.close();
    } catch (IOException e) {
      // It is of no more use.
    }
  }
}
