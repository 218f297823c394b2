package io.obs4j.logging.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Has the connection to a server opened by a thread of its own: looking up its name, connecting and
 * TLS may each take long, and nobody waits for them longer than he will.
 */
final class TcpConnector {

  /*
   * The thread opens a connection where there is none, and leaves why it could not. Whoever writes,
   * one at a time, waits for the thread, and takes away a connection that broke. After the close one
   * that was being opened is cut.
   */

  private final String host;
  private final int port;
  private final @Nullable SSLContext tls;
  private final int timeoutMillis;
  private final HostAddress.Names names;
  private final BackgroundTask opening = new BackgroundTask("obs4j-log-connect", this::open);
  private volatile @Nullable Socket bare;
  private volatile @Nullable TcpConnection connection;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  TcpConnector(TcpSink.Builder builder) {
    host = builder.host;
    port = builder.port;
    tls = builder.tls;
    timeoutMillis = builder.timeoutMillis;
    names = builder.names;
  }

  /**
   * The connection; one that has yet to be opened is waited for. Throws if there is none by then.
   */
  TcpConnection get() throws IOException {
    TcpConnection current = connection;
    if (current == null) {
      opening.request();
      opening.await(Duration.ofMillis(timeoutMillis));
      current = connection;
    }
    if (current == null) {
      Throwable why = failure;
      throw new IOException(
          why == null ? "no answer within " + timeoutMillis + " ms" : why.toString(), why);
    }
    return current;
  }

  private void open() {
    if (connection != null || closed) {
      return;
    }
    failure = null;
    try {
      InetAddress address = names.lookUp(host);
      Socket socket = new Socket();
      bare = socket;
      if (closed) {
        socket.close();
      }
      connection = TcpConnection.open(socket, address, host, port, tls, timeoutMillis);
    } catch (Throwable e) {
      failure = e; // Also of what TLS needs and does not find.
    } finally {
      bare = null;
    }
  }

  /** Closes a connection that broke. */
  void drop() {
    TcpConnection broken = connection;
    connection = null;
    if (broken != null) {
      broken.close();
    }
  }

  /** Ends. Without time, the connection is cut: whoever hangs in a write holds TLS up. */
  void close(Duration limit) {
    closed = true;
    cutWhatIsBeingOpened();
    TcpConnection current = connection;
    if (current == null) {
      return;
    }
    if (limit.isZero()) {
      current.close();
    } else {
      current.finish();
    }
  }

  private void cutWhatIsBeingOpened() {
    Socket socket = bare;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no more use.
      }
    }
  }
}
