package io.obs4j.logging.sink;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The address of a host, looked up on a thread of its own: name servers that are slow or away hold
 * up nobody who sends, and a known address stays good until there is another.
 */
final class HostAddress {

  /*
   * The thread writes what it has found, or why it has not; whoever sends, one at a time, reads that
   * and says when to look again. Only the first look-up is waited for, once, as nothing can be sent
   * before. One that hangs keeps the next from beginning, and that is all.
   */

  /** Where addresses come from. */
  interface Names {
    InetAddress lookUp(String host) throws IOException;
  }

  /** How long the first look-up is waited for. */
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(5);

  /** An address may change; it is looked up again after so long. */
  private static final long KNOWN_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** One that is unknown, or refused what was sent, is looked up no more often than that. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String host;
  private final Names names;
  private final Clock clock;
  private final SinkTally tally;
  private final BackgroundTask lookUp = new BackgroundTask("obs4j-log-names", this::lookUp);

  // Written by the thread.
  private volatile @Nullable InetAddress address;
  private volatile @Nullable Throwable failure;

  // Of whoever sends.
  private boolean asked;
  private boolean doubtful;
  private long askedAt;

  HostAddress(String host, Names names, Clock clock, SinkTally tally) {
    this.host = host;
    this.names = names;
    this.clock = clock;
    this.tally = tally;
  }

  /** A port that there can be; throws if it is none. */
  static int checkedPort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " must be from 1 to 65535");
    }
    return port;
  }

  /** The address, as far as it is known; throws if none is. */
  InetAddress get() throws IOException {
    long now = clock.nanoTime();
    if (!asked) {
      ask(now);
      lookUp.await(FIRST_LIMIT);
    } else if (now - askedAt >= (address == null || doubtful ? RETRY_NANOS : KNOWN_NANOS)) {
      ask(now);
    }
    InetAddress known = address;
    if (known == null) {
      Throwable why = failure;
      throw new UnknownHostException(why == null ? host + " is being looked up" : why.toString());
    }
    return known;
  }

  /** Whether there is an address to send to. */
  boolean isKnown() {
    return address != null;
  }

  /** It refused what was sent: the host may have another address by now. */
  void doubt() {
    doubtful = true;
  }

  /** Waits until no look-up is under way. */
  void await(Duration limit) {
    lookUp.await(limit);
  }

  private void ask(long now) {
    asked = true;
    doubtful = false;
    askedAt = now;
    lookUp.request();
  }

  private void lookUp() {
    try {
      address = names.lookUp(host);
      failure = null;
      tellFound();
    } catch (Throwable e) {
      failure = e;
      tellKept(e);
    }
  }

  private void tellFound() {
    Diagnostics diagnostics = tally.diagnostics();
    if (diagnostics != null) {
      diagnostics.recovered(
          LineSink.FAULT, subject(), "The address of " + host + " is found again.");
    }
  }

  /** Without an address, the lines that are lost tell. */
  private void tellKept(Throwable e) {
    Diagnostics diagnostics = tally.diagnostics();
    InetAddress known = address;
    if (diagnostics != null && known != null) {
      diagnostics.fault(
          LineSink.FAULT,
          subject(),
          "The address of "
              + host
              + " cannot be looked up: "
              + e
              + ". Log lines still go to "
              + known.getHostAddress()
              + ". Look at the name server.");
    }
  }

  private String subject() {
    return tally.sink() + " (address)";
  }
}
