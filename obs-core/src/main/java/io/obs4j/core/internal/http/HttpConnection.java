package io.obs4j.core.internal.http;

import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection that takes one request after another.
 *
 * <p>A plain socket: no instrumentation traces it, and it needs no thread. Used by one thread, save
 * {@link #abort}, with which any other makes it fail at once, whatever it waits for.
 */
final class HttpConnection {

  /*
   * Closing a socket wakes up whoever connects, reads or writes on it. It is the plain socket that is
   * closed, also beneath TLS, which on closing would first wait for its own turn to write. The socket
   * is stored before the flag is read, the flag before the socket: an abort misses no socket.
   */

  private final HttpSettings settings;
  private volatile @Nullable Socket socket;
  private volatile boolean aborted;
  private @Nullable OutputStream out;
  private @Nullable HttpAnswerReader in;

  HttpConnection(HttpSettings settings) {
    this.settings = settings;
  }

  /** Connects to the first address of the host that accepts, unless it is connected. */
  void connect() throws IOException {
    if (out != null) {
      return;
    }
    IOException refused = null;
    for (InetAddress address : InetAddress.getAllByName(settings.host())) {
      try {
        connect(new InetSocketAddress(address, settings.port()));
        return;
      } catch (IOException e) {
        close();
        refused = e;
        if (aborted) {
          break;
        }
      }
    }
    throw Objects.requireNonNull(refused);
  }

  private void connect(InetSocketAddress address) throws IOException {
    Socket plain = new Socket();
    socket = plain;
    if (aborted) {
      throw new IOException("aborted");
    }
    plain.setTcpNoDelay(true);
    plain.connect(address);
    Socket used = settings.isTls() ? secured(plain) : plain;
    out = used.getOutputStream();
    in = new HttpAnswerReader(used.getInputStream());
  }

  private Socket secured(Socket plain) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context()
                .getSocketFactory()
                .createSocket(plain, settings.host(), settings.port(), false);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private SSLContext context() throws IOException {
    SSLContext configured = settings.tls();
    try {
      return configured == null ? SSLContext.getDefault() : configured;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  /** Sends a request, which is empty afterwards, and waits for the answer. */
  HttpAnswer exchange(ByteSink request) throws IOException {
    request.drainTo(Objects.requireNonNull(out, "not connected"));
    return Objects.requireNonNull(in).read();
  }

  /** Whether the server has begun an answer and not ended it. */
  boolean isAnswering() {
    return in != null && in.hasBegun();
  }

  /** Makes it fail now and for ever; safe for use by any thread. */
  void abort() {
    aborted = true;
    close();
  }

  boolean isAborted() {
    return aborted;
  }

  void close() {
    Socket opened = socket;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        // It is of no use any more either way.
      }
    }
  }
}
