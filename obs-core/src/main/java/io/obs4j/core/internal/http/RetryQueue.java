package io.obs4j.core.internal.http;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides when what has failed is sent again: the requests that wait, whether the destination may
 * be asked, and the alarm for when that is so. Safe for use by any thread.
 */
final class RetryQueue {

  /** A request had to go for a later one, as the buffer was full. */
  static final String FULL = "retry_full";

  private static final long NEVER = Long.MAX_VALUE;

  private final HttpDestination destination;
  private final RetryBuffer buffer;
  private final Circuit circuit;
  private final Runnable wake;
  private final AtomicReference<Alarms.@Nullable Alarm> alarm = new AtomicReference<>();

  /**
   * An empty queue.
   *
   * @param destination what it is about
   * @param limit how many bytes may wait
   * @param wake called when something may be sent again
   */
  RetryQueue(HttpDestination destination, long limit, Runnable wake) {
    this.destination = destination;
    this.buffer = new RetryBuffer(limit);
    this.circuit = new Circuit(destination.retry());
    this.wake = wake;
  }

  private long now() {
    return destination.clock().nanoTime();
  }

  /** Null if no request may be sent; otherwise {@link #conclude} or {@link #unused} must follow. */
  Circuit.@Nullable Pass pass() {
    return circuit.pass(now());
  }

  void unused(Circuit.Pass pass) {
    circuit.unused(pass);
  }

  /** What became of a request, which waits here if it is worth it. */
  void conclude(Circuit.Pass pass, Delivery delivery, Parcel parcel) {
    switch (delivery.fate()) {
      case DELIVERED -> {
        circuit.worked(pass);
        parcel.deliver(delivery.rejected(), delivery.reason());
      }
      case REFUSED -> {
        circuit.worked(pass);
        parcel.drop(delivery.reason());
      }
      case FAILED -> {
        long now = now();
        circuit.failed(pass, now, delivery.askedNanos());
        boolean counts = pass == Circuit.Pass.USUAL;
        retry(counts ? parcel.failed(now, destination.retry()) : parcel, delivery.reason());
      }
      case ABANDONED -> {
        circuit.unused(pass);
        keep(parcel, Delivery.ABANDONED);
      }
    }
  }

  private void retry(Parcel parcel, String reason) {
    if (parcel.attempts() >= destination.retry().attempts()) {
      parcel.drop(reason);
    } else {
      keep(parcel);
    }
  }

  /** Keeps a request, for which the oldest may have to go. */
  void keep(Parcel parcel) {
    keep(parcel, FULL);
  }

  private void keep(Parcel parcel, String otherwise) {
    for (Parcel gone : buffer.keep(parcel)) {
      gone.drop(buffer.isClosed() ? Delivery.ABANDONED : gone == parcel ? otherwise : FULL);
    }
  }

  /** The next request that may be sent with a pass. */
  @Nullable Parcel take(Circuit.Pass pass) {
    return buffer.take(now(), pass == Circuit.Pass.PROBE);
  }

  /** Whether a request may be sent now. */
  boolean isDue() {
    return waitNanos() == 0;
  }

  private long waitNanos() {
    long now = now();
    Long first = buffer.waitNanos(now);
    Long passage = circuit.waitNanos(now);
    if (first == null || passage == null) {
      return NEVER;
    }
    return circuit.isOpen() ? passage : first;
  }

  /** Sees to it that what waits is looked at when its time has come. */
  synchronized void arm() {
    long nanos = waitNanos();
    Alarms.Alarm next = nanos == NEVER ? null : destination.alarms().after(nanos, wake);
    Alarms.Alarm before = alarm.getAndSet(next);
    if (before != null) {
      before.cancel();
    }
  }

  void hurry() {
    circuit.hurry(now());
    arm();
  }

  /** How many lanes may be of use. */
  int wanted() {
    return circuit.isOpen() ? 1 : buffer.size();
  }

  RetryBuffer buffer() {
    return buffer;
  }

  /** Gives up all that waits. */
  void close() {
    for (Parcel parcel : buffer.close()) {
      parcel.drop(Delivery.ABANDONED);
    }
  }
}
