package io.obs4j.core.internal.http;

import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request after another, over a connection and with buffers of its own, and tells what
 * became of each. Used by one thread, save {@link #abort}, which any may call.
 *
 * <p>A request that takes too long is broken off, whatever it is doing, except for the look-up of
 * the host's address: the JVM offers no way to break that off, so a name server that does not
 * answer adds the time that the system takes to give up.
 */
public final class HttpSender {

  /*
   * The request, and which connection is used, are the thread's alone; the connection is published for
   * abort() and for the alarm, which do no more than abort it. abort() raises the flag, then aborts the
   * connection. The thread stores a new connection, then reads the flag. So one of them sees the other.
   */

  /** The part of the time that is left for an answer to a request that is not read. */
  private static final int LAST_PART = 8;

  private final HttpDestination destination;
  private final HttpRequest request;
  private final Addresses addresses;
  private volatile @Nullable HttpConnection connection;
  private volatile boolean aborted;

  /**
   * A sender that is not connected.
   *
   * @param destination where to
   */
  public HttpSender(HttpDestination destination) {
    this(destination, InetAddress::getAllByName);
  }

  HttpSender(HttpDestination destination, Addresses.Lookup lookup) {
    this.destination = destination;
    this.request = new HttpRequest(destination.settings());
    this.addresses = new Addresses(lookup);
  }

  /**
   * Begins a request.
   *
   * @return an empty sink for its body
   */
  public ByteSink begin() {
    return request.begin();
  }

  /**
   * Completes the request that was begun.
   *
   * @throws IOException never, as the bytes stay in memory
   */
  public void end() throws IOException {
    request.end();
  }

  /** The body of the request as it travels. */
  byte[] content() {
    return request.content().toByteArray();
  }

  /** Completes a request whose body was written before. */
  void load(byte[] content, BodyFormat format) {
    request.load(content, format);
  }

  /**
   * Sends the request that is complete; it stays so.
   *
   * @param records how many it carries
   * @param limitNanos how long it may take, at most as long as the settings allow
   * @return what became of it
   */
  public Delivery send(int records, long limitNanos) {
    int bytes = request.content().size();
    long begun = destination.clock().nanoTime();
    Delivery delivery = attempt(records, limitNanos);
    destination.meter().requested(delivery, bytes, destination.clock().nanoTime() - begun);
    return delivery;
  }

  private Delivery attempt(int records, long limitNanos) {
    DestinationReport report = destination.report();
    try {
      long timeout = Math.min(destination.settings().timeout().toNanos(), limitNanos);
      HttpAnswer answer = exchange(timeout);
      if (answer.isSuccess() && !answer.oversized()) {
        report.succeeded();
        int rejected = Math.max(0, Math.min(rejected(answer), records));
        return Delivery.accepted(rejected, answer.status());
      }
      report.refused(answer, message(answer));
      if (!answer.isRetryable()) {
        return Delivery.refused(answer.status());
      }
      if (addresses.failed()) {
        disconnect();
      }
      return Delivery.unavailable(answer.status(), asked(answer));
    } catch (Throwable e) {
      // Also errors: what a proxy selector or TLS throws must not end the thread.
      disconnect();
      if (aborted) {
        return Delivery.abandoned();
      }
      addresses.failed();
      report.unreachable(e);
      return Delivery.unreachable();
    }
  }

  // What was taken in or refused is not sent again, whatever becomes of reading the answer.

  private int rejected(HttpAnswer answer) {
    try {
      return destination.format().rejected(answer);
    } catch (RuntimeException | Error e) {
      return 0;
    }
  }

  private String message(HttpAnswer answer) {
    try {
      return destination.format().message(answer);
    } catch (RuntimeException | Error e) {
      return "";
    }
  }

  private long asked(HttpAnswer answer) {
    return Retry.askedNanos(answer.retryAfter(), destination.clock().epochNanos());
  }

  private HttpAnswer exchange(long timeout) throws IOException {
    long begun = destination.clock().nanoTime();
    HttpConnection kept = connection;
    if (kept != null && kept.isQuiet()) {
      try {
        HttpAnswer answer = exchange(kept, timeout, timeout);
        if (!answer.isTiredOfWaiting()) {
          return answer;
        }
      } catch (IOException e) {
        if (kept.isAborted() || kept.isAnswering()) {
          throw e;
        }
        // The server closed it while it was idle, as servers do.
      }
    }
    disconnect();
    HttpConnection fresh = new HttpConnection(destination.settings(), addresses);
    connection = fresh;
    if (aborted) {
      throw new IOException("closed");
    }
    long spent = destination.clock().nanoTime() - begun;
    return exchange(fresh, timeout, Math.max(1, timeout - spent));
  }

  private HttpAnswer exchange(HttpConnection used, long timeout, long left) throws IOException {
    Alarms alarms = destination.alarms();
    Alarms.Alarm alarm = alarms.after(left, used::abort);
    Alarms.Alarm early =
        request.content().size() > HttpConnection.PIECE
            ? alarms.after(left - left / LAST_PART, used::stopWriting)
            : alarm;
    try {
      used.connect(left);
      HttpAnswer answer = used.exchange(request.bytes(used.isForwarded()));
      if (!answer.reusable()) {
        disconnect();
      }
      return answer;
    } catch (IOException e) {
      if (used.isAborted() && !aborted) {
        throw new SocketTimeoutException(
            "no answer within " + TimeUnit.NANOSECONDS.toMillis(timeout) + " ms");
      }
      throw e;
    } finally {
      alarm.cancel();
      early.cancel();
    }
  }

  private void disconnect() {
    HttpConnection used = connection;
    if (used != null) {
      connection = null;
      used.close();
    }
  }

  /** Abandons what is being sent, and all that would be. */
  public void abort() {
    aborted = true;
    HttpConnection used = connection;
    if (used != null) {
      used.abort();
    }
  }

  /** Gives back what it holds; for its thread. */
  public void close() {
    disconnect();
    request.release();
  }
}
