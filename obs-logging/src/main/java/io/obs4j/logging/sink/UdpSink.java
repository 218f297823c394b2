package io.obs4j.logging.sink;

import io.obs4j.core.Clock;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends each line as a message of its own over UDP: to a Graylog server in GELF, compressed and in
 * chunks where that is needed, or to a syslog server by RFC 5424. Nobody acknowledges a datagram:
 * what the network or the server drops is lost unseen.
 *
 * @see <a href="https://go2docs.graylog.org/current/getting_in_log_data/gelf.html">GELF</a>
 */
public final class UdpSink extends LineSink {

  private static final int LEAST_DATAGRAM = 512;
  private static final int MOST_DATAGRAM = 65_507;

  /** What fits into an Ethernet frame, with room for a tunnel's headers. */
  private static final int DEFAULT_DATAGRAM = 1_420;

  private final int port;
  private final @Nullable Syslog syslog;
  private final Clock clock;
  private final HostAddress host;

  // Guarded by the lock.
  private final ByteSink message = new ByteSink(1024);
  private final GelfMessages gelf;
  private @Nullable DatagramSocket socket;
  private @Nullable InetAddress address;

  private UdpSink(Builder builder) {
    super("udp://" + builder.host + ":" + builder.port);
    port = builder.port;
    syslog = builder.syslog;
    clock = builder.clock;
    host = new HostAddress(builder.host, builder.names, clock, tally);
    gelf = new GelfMessages(builder.largest, builder.gzip, this::sendDatagram);
  }

  /**
   * A builder.
   *
   * @param host of the server
   * @param port from 1 to 65535
   * @return a new builder
   * @throws IllegalArgumentException if the port is out of range
   */
  public static Builder builder(String host, int port) {
    return new Builder(host, port);
  }

  @Override
  public long time() {
    return syslog == null ? 0 : clock.epochNanos();
  }

  @Override
  public boolean takesBlocks() {
    return false;
  }

  /**
   * Before the server's address is known nothing can be sent, and lines wait. After it, a datagram
   * that was refused may be refused for ever: others must not wait for it.
   */
  @Override
  boolean resends() {
    return !host.isKnown();
  }

  @Override
  void open() throws IOException {
    if (socket == null) {
      socket = new DatagramSocket();
    }
    address = host.get();
  }

  /** Waits until no look-up of the server's name is under way. */
  void awaitLookUp(Duration limit) {
    host.await(limit);
  }

  @Override
  void send(byte[] bytes, int offset, int length, LogLevel level, long time) throws IOException {
    try {
      open();
      int text = bytes[offset + length - 1] == '\n' ? length - 1 : length;
      if (syslog == null) {
        gelf.send(bytes, offset, text);
      } else {
        message.reset();
        syslog.write(message, time, bytes, offset, text, level);
        if (message.size() > MOST_DATAGRAM) {
          throw new LineTooLargeException(
              "a message of " + message.size() + " bytes is larger than a datagram");
        }
        sendDatagram(message.toByteArray(), message.size());
      }
    } catch (LineTooLargeException e) {
      throw e;
    } catch (IOException e) {
      host.doubt();
      release(); // An interrupt of a virtual thread has closed it, perhaps.
      throw e;
    } finally {
      if (isClosed()) {
        release();
      }
    }
  }

  private void sendDatagram(byte[] bytes, int length) throws IOException {
    Objects.requireNonNull(socket).send(new DatagramPacket(bytes, length, address, port));
  }

  @Override
  void release() {
    DatagramSocket current = socket;
    if (current != null) {
      current.close();
      socket = null;
    }
  }

  @Override
  String remedy() {
    return "Look at the name of the server, at the network, and at the length of lines.";
  }

  /** Sets up a sink. Not safe for use by several threads. */
  public static final class Builder {

    private final String host;
    private final int port;
    private int largest = DEFAULT_DATAGRAM;
    private @Nullable Syslog syslog;
    private boolean gzip = true;
    private Clock clock = Clock.system();
    private HostAddress.Names names = InetAddress::getByName;

    private Builder(String host, int port) {
      this.host = Objects.requireNonNull(host, "host");
      this.port = HostAddress.checkedPort(port);
    }

    /**
     * How large a datagram may be; unless said otherwise 1,420 bytes. A larger GELF message is sent
     * in chunks, a larger syslog message in one datagram, which the network takes apart.
     *
     * @param bytes from 512 to 65,507
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder datagram(int bytes) {
      if (bytes < LEAST_DATAGRAM || bytes > MOST_DATAGRAM) {
        throw new IllegalArgumentException(
            "datagram " + bytes + " must be from " + LEAST_DATAGRAM + " to " + MOST_DATAGRAM);
      }
      largest = bytes;
      return this;
    }

    /**
     * Sends syslog messages; unless said otherwise it is GELF.
     *
     * @param header that each line gets
     * @return this
     */
    public Builder syslog(Syslog header) {
      syslog = Objects.requireNonNull(header, "header");
      return this;
    }

    /**
     * Whether GELF messages are compressed; unless said otherwise they are.
     *
     * @param on or off
     * @return this
     */
    public Builder gzip(boolean on) {
      gzip = on;
      return this;
    }

    /**
     * The clock behind the timestamps of syslog; unless said otherwise that of the machine.
     *
     * @param by for tests
     * @return this
     */
    public Builder clock(Clock by) {
      clock = Objects.requireNonNull(by, "by");
      return this;
    }

    /** What looks names up, for tests. */
    Builder names(HostAddress.Names by) {
      names = by;
      return this;
    }

    /**
     * The sink.
     *
     * @return not started
     */
    public LogSink build() {
      return new UdpSink(this);
    }
  }
}
