package io.obs4j.core.internal.http;

import org.jspecify.annotations.Nullable;

/**
 * Lets requests through to a destination while it works, and one at a time, in growing distances,
 * while it does not. Three failures in a row open it, or one with which the destination asks to
 * wait; one request that arrives closes it. Safe for use by any thread.
 */
final class Circuit {

  /*
   * Guarded by its own lock. What becomes of a request that was let through before the circuit opened
   * says nothing new and changes nothing, but for the time that the destination asks to wait: many
   * that fail at the same moment count as one failure of a circuit that is open.
   */

  private static final int MOST_FAILURES = 3;

  /** A request was let through, to find out whether the destination works again or not. */
  enum Pass {
    USUAL,
    PROBE
  }

  private final Retry retry;
  private int failures;
  private int openings;
  private boolean open;
  private boolean probing;
  private long retryAt;
  private long askedUntil;

  Circuit(Retry retry) {
    this.retry = retry;
  }

  /** Null if a request must wait; whoever gets a pass tells what became of it. */
  synchronized @Nullable Pass pass(long now) {
    if (!open) {
      return Pass.USUAL;
    }
    if (probing || now - retryAt < 0) {
      return null;
    }
    probing = true;
    return Pass.PROBE;
  }

  /** The destination answered, though perhaps that it does not want what was sent. */
  synchronized void worked(Pass pass) {
    if (pass == Pass.PROBE) {
      open = false;
      probing = false;
      openings = 0;
    }
    if (!open) {
      failures = 0;
    }
  }

  /** The request did not arrive, or was not taken in. */
  synchronized void failed(Pass pass, long now, long askedNanos) {
    failures++;
    if (pass == Pass.PROBE || (!open && (failures >= MOST_FAILURES || askedNanos > 0))) {
      open = true;
      probing = false;
      openings++;
      askedUntil = now;
      retryAt = now + retry.delayNanos(openings);
    }
    if (open && now + askedNanos - askedUntil > 0) {
      askedUntil = now + askedNanos;
      retryAt = Math.max(retryAt - now, askedNanos) + now;
    }
  }

  /** The pass was not used. */
  synchronized void unused(Pass pass) {
    if (pass == Pass.PROBE) {
      probing = false;
    }
  }

  /** Lets the next request through as soon as the destination itself allows. */
  synchronized void hurry(long now) {
    if (open) {
      retryAt = Math.max(askedUntil - now, 0) + now;
    }
  }

  /**
   * How long until a request may be let through, zero if one may now; null while one is probing.
   */
  synchronized @Nullable Long waitNanos(long now) {
    return !open ? Long.valueOf(0) : probing ? null : Long.valueOf(Math.max(0, retryAt - now));
  }

  synchronized boolean isOpen() {
    return open;
  }
}
