package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection that takes one request after another: straight to the server, through a tunnel of a
 * proxy if it is encrypted, or to a proxy that forwards.
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

  /**
   * How much is sent before it is looked whether there is an answer already. A smaller request is
   * taken in by the system, whether the server reads it or not.
   */
  static final int PIECE = 64 << 10;

  private final HttpSettings settings;
  private final Addresses addresses;
  private volatile @Nullable Socket socket;
  private volatile boolean aborted;
  private volatile boolean writing;
  private boolean forwarded;
  private long last;
  private @Nullable OutputStream out;
  private @Nullable HttpAnswerReader in;

  HttpConnection(HttpSettings settings, Addresses addresses) {
    this.settings = settings;
    this.addresses = addresses;
  }

  /**
   * Connects by the first way that works, unless it is connected. One that swallows all packets, or
   * accepts and is silent, must leave time for the others: each has an equal share of what is left,
   * in which a tunnel and TLS have to be open.
   *
   * @param nanos how long there is for all of them
   */
  void connect(long nanos) throws IOException {
    if (out != null) {
      return;
    }
    last = System.nanoTime() + nanos;
    List<Proxy> ways = settings.ways();
    IOException refused = null;
    for (int i = 0; i < ways.size(); i++) {
      try {
        connect(ways.get(i), share(last, ways.size() - i));
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

  /** When the next of several tries has to end, by {@link System#nanoTime()}. */
  private static long share(long end, int tries) {
    long now = System.nanoTime();
    return now + (end - now) / tries;
  }

  private void connect(Proxy proxy, long end) throws IOException {
    forwarded = proxy.type() == Proxy.Type.HTTP && !settings.isTls();
    if (proxy.type() == Proxy.Type.DIRECT) {
      openAny(settings.host(), settings.port(), false, end);
    } else if (proxy.type() == Proxy.Type.SOCKS) {
      open(
          new Socket(proxy),
          InetSocketAddress.createUnresolved(settings.host(), settings.port()),
          false,
          end);
    } else if (proxy.address() instanceof InetSocketAddress address) {
      openAny(address.getHostString(), address.getPort(), settings.isTls(), end);
    } else {
      throw new IOException("the proxy " + proxy + " has no address");
    }
  }

  /** Opens a connection to the first address of the host that lets it. */
  private void openAny(String host, int port, boolean tunnelled, long end) throws IOException {
    IOException failure = null;
    List<InetAddress> all = addresses.of(host);
    for (int i = 0; i < all.size(); i++) {
      Socket plain = new Socket();
      try {
        InetSocketAddress address = new InetSocketAddress(all.get(i), port);
        open(plain, address, tunnelled, share(end, all.size() - i));
        addresses.reached(all.get(i));
        return;
      } catch (IOException e) {
        close();
        // What an address says that has accepted tells more than that another refuses.
        failure = failure == null || plain.isConnected() ? e : failure;
        if (aborted) {
          break;
        }
      }
    }
    throw failure == null ? new UnknownHostException(host) : failure;
  }

  private void open(Socket plain, InetSocketAddress address, boolean tunnelled, long end)
      throws IOException {
    socket = plain;
    if (aborted) {
      throw new IOException("aborted");
    }
    plain.setTcpNoDelay(true);
    plain.connect(address, millis(end));
    if (tunnelled) {
      limitReading(plain, end);
      tunnel(plain, address);
    }
    Socket used = plain;
    if (settings.isTls()) {
      limitReading(plain, end);
      used = secured(plain);
    }
    plain.setSoTimeout(0);
    in = new HttpAnswerReader(used.getInputStream());
    out = used.getOutputStream();
  }

  /** The last to be tried has until the alarm, which tells that all the time is over. */
  private void limitReading(Socket plain, long end) throws IOException {
    plain.setSoTimeout(end == last ? 0 : millis(end));
  }

  /** How long until a moment; at least one, as zero is for ever. */
  private static int millis(long end) {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    return (int) Math.min(Math.max(1, millis), Integer.MAX_VALUE);
  }

  /** Asks a proxy for a tunnel, in which nothing comes before we speak. */
  private void tunnel(Socket plain, InetSocketAddress proxy) throws IOException {
    plain.getOutputStream().write(settings.tunnelRequest().getBytes(ISO_8859_1));
    int status = new HttpAnswerReader(plain.getInputStream()).readStatus();
    if (status < 200 || status >= 300) {
      throw new IOException(
          "the proxy "
              + proxy.getHostString()
              + ':'
              + proxy.getPort()
              + " answered "
              + status
              + " when asked for a tunnel");
    }
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

  /** Whether a proxy reads the requests, which then name the server. */
  boolean isForwarded() {
    return forwarded;
  }

  /**
   * Whether it can take the next request: what has come since the last answer, such as 408 and then
   * the end, is none to the next. An end alone is found out by sending.
   */
  boolean isQuiet() {
    Socket plain = socket;
    try {
      // The socket beneath TLS tells of what has come and is not decrypted yet.
      return plain != null
          && Objects.requireNonNull(in).isQuiet()
          && plain.getInputStream().available() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends a request and waits for the answer. A final one that comes before the request is sent
   * refuses it as it is: then the rest is not sent, and the connection is of no more use.
   */
  HttpAnswer exchange(ByteSink request) throws IOException {
    HttpAnswerReader from = Objects.requireNonNull(in, "not connected");
    try {
      writing = true;
      if (!isSent(request, from)) {
        return from.read().last();
      }
    } catch (IOException e) {
      return answerInSpiteOf(e, from);
    } finally {
      writing = false;
    }
    return from.read();
  }

  /** Sends a request; false if the answer to it came first. */
  private boolean isSent(ByteSink request, HttpAnswerReader from) throws IOException {
    OutputStream to = Objects.requireNonNull(out);
    int size = request.size();
    for (int sent = 0; sent < size; sent += PIECE) {
      if (sent > 0 && from.isAnswered()) {
        return false;
      }
      request.writeTo(to, sent, Math.min(PIECE, size - sent));
    }
    return true;
  }

  /**
   * Ends the writing of a request whose answer is there already, so that it is read: the server may
   * not read on, which would hold the writing up for ever. A server that is merely slow is left
   * alone, as it would take the end for that of the request. Safe for use by any thread.
   */
  void stopWriting() {
    Socket plain = socket;
    if (!writing || plain == null || settings.isTls()) {
      return;
    }
    try {
      if (plain.getInputStream().available() > 0) {
        plain.shutdownOutput();
      }
    } catch (IOException e) {
      // It is broken, which whoever writes finds out as well.
    }
  }

  /** A server that has closed the connection may have said why. */
  private HttpAnswer answerInSpiteOf(IOException failure, HttpAnswerReader from)
      throws IOException {
    try {
      return from.read().last();
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
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
