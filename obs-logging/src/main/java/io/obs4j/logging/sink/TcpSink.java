package io.obs4j.logging.sink;

import io.obs4j.core.Clock;
import io.obs4j.logging.format.LogLevel;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines to a server over TCP or TLS, on a thread of its own: as they are, one after another,
 * or as syslog messages with their lengths in front.
 *
 * <p>While the server is away lines wait in a queue that is bounded in bytes; what does not fit is
 * dropped and counted. The server acknowledges nothing: what the system has taken and not yet sent
 * is lost when a connection breaks. What was under way then is sent again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587">RFC 6587, Transmission of Syslog Messages
 *     over TCP</a>
 */
public final class TcpSink {

  private TcpSink() {}

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

  /** Sets up a sink. Not safe for use by several threads. */
  public static final class Builder {

    private static final Duration MOST = Duration.ofHours(1);

    final String host;
    final int port;
    @Nullable SSLContext tls;
    @Nullable Syslog syslog;
    int timeoutMillis = 5_000;
    long patienceNanos = TimeUnit.MINUTES.toNanos(1);
    Clock clock = Clock.system();
    HostAddress.Names names = InetAddress::getByName;
    private long queueBytes = AsyncSink.DEFAULT_QUEUE_BYTES;
    private Overflow overflow = Overflow.block(Duration.ZERO).keep(LogLevel.ERROR, Duration.ZERO);

    private Builder(String host, int port) {
      this.host = Objects.requireNonNull(host, "host");
      this.port = HostAddress.checkedPort(port);
    }

    /**
     * Encrypts, and asks for a certificate for this host from somebody the JVM trusts.
     *
     * @return this
     * @throws IllegalStateException if the JVM has no TLS
     */
    public Builder tls() {
      try {
        return tls(SSLContext.getDefault());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("This JVM has no TLS", e);
      }
    }

    /**
     * Encrypts, and asks for a certificate for this host.
     *
     * @param context that tells whom to trust, and who the client is
     * @return this
     */
    public Builder tls(SSLContext context) {
      tls = Objects.requireNonNull(context, "context");
      return this;
    }

    /**
     * Sends syslog messages; unless said otherwise lines go out as they are.
     *
     * @param header that each line gets
     * @return this
     */
    public Builder syslog(Syslog header) {
      syslog = Objects.requireNonNull(header, "header");
      return this;
    }

    /**
     * How long connecting may take; unless said otherwise five seconds.
     *
     * @param limit from a millisecond to an hour
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder connectTimeout(Duration limit) {
      timeoutMillis = (int) checked("connectTimeout", limit).toMillis();
      return this;
    }

    /**
     * How long sending the oldest lines is tried for before they are dropped; unless said otherwise
     * a minute.
     *
     * @param limit from a millisecond to an hour
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder patience(Duration limit) {
      patienceNanos = checked("patience", limit).toNanos();
      return this;
    }

    private static Duration checked(String name, Duration limit) {
      if (limit.compareTo(Duration.ofMillis(1)) < 0 || limit.compareTo(MOST) > 0) {
        throw new IllegalArgumentException(
            name + " " + limit + " must be from a millisecond to an hour");
      }
      return limit;
    }

    /**
     * What waits at the most, and what happens beyond; unless said otherwise 16 MiB, and lines are
     * dropped at once, errors having an eighth to themselves.
     *
     * @param bytes from 16 KiB to 1 GiB
     * @param policy what happens to lines beyond
     * @return this
     */
    public Builder queue(long bytes, Overflow policy) {
      queueBytes = bytes;
      overflow = Objects.requireNonNull(policy, "policy");
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
     * @throws IllegalArgumentException if the size of the queue is out of range
     */
    public LogSink build() {
      return AsyncSink.of(new TcpLines(this), queueBytes, overflow);
    }
  }
}
