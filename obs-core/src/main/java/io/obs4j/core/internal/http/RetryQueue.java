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

  /** How many lanes send what is on disk, while others wait for what is new. */
  private static final int REPLAYING = 2;

  private final HttpDestination destination;
  private final RetryBuffer buffer;
  private final @Nullable Spill spill;
  private final Circuit circuit;
  private final Runnable wake;
  private final AtomicReference<Alarms.@Nullable Alarm> alarm = new AtomicReference<>();

  /** The end has begun: what fails is sent again at once or not by this process. */
  private volatile boolean ending;

  /** Nothing more is sent. */
  private volatile boolean ended;

  /**
   * An empty queue.
   *
   * @param destination what it is about
   * @param limit how many bytes may wait in memory
   * @param spill where those go that have no room there, or null
   * @param wake called when something may be sent again
   */
  RetryQueue(HttpDestination destination, long limit, @Nullable Spill spill, Runnable wake) {
    this.destination = destination;
    this.buffer = new RetryBuffer(limit);
    this.circuit = new Circuit(destination.retry());
    this.spill = spill;
    this.wake = wake;
  }

  private long now() {
    return destination.clock().nanoTime();
  }

  /** Null if no request may be sent; otherwise {@link #conclude} or {@link #unused} must follow. */
  Circuit.@Nullable Pass pass() {
    return ended ? null : circuit.pass(now());
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
        forget(parcel);
      }
      case REFUSED -> {
        circuit.worked(pass);
        drop(parcel, delivery.reason());
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
      drop(parcel, reason);
    } else {
      keep(parcel);
      spillAllIfEnding();
    }
  }

  private void drop(Parcel parcel, String reason) {
    parcel.drop(reason);
    forget(parcel);
  }

  /** Its fate is known, so it need not be on disk any more. */
  private void forget(Parcel parcel) {
    SpillEntry origin = parcel.origin();
    if (origin != null && spill != null) {
      spill.done(origin);
    }
  }

  /** A destination that is down while the end has come is not waited for, if there is a disk. */
  private void spillAllIfEnding() {
    if (ending && spill != null && circuit.isOpen()) {
      for (Parcel parcel : buffer.empty()) {
        spillOrDrop(parcel, Delivery.ABANDONED);
      }
    }
  }

  private void spillOrDrop(Parcel parcel, String otherwise) {
    SpillEntry origin = parcel.origin();
    if (spill == null) {
      parcel.drop(otherwise);
    } else if (origin != null && spill.giveBack(origin, parcel.attempts())) {
      parcel.keep();
    } else if (spill.add(parcel.content(), parcel.records(), parcel.format())) {
      parcel.keep();
      forget(parcel);
    } else {
      drop(parcel, otherwise);
    }
  }

  /** Keeps a request, for which the oldest may have to go. */
  void keep(Parcel parcel) {
    keep(parcel, FULL);
    if (circuit.isOpen()) {
      spillAllIfEnding();
    }
  }

  private void keep(Parcel parcel, String otherwise) {
    for (Parcel gone : buffer.keep(parcel)) {
      spillOrDrop(gone, buffer.isClosed() ? Delivery.ABANDONED : gone == parcel ? otherwise : FULL);
    }
  }

  /** The next request that may be sent with a pass. */
  @Nullable Parcel take(Circuit.Pass pass) {
    Parcel parcel = buffer.take(now(), pass == Circuit.Pass.PROBE);
    if (parcel != null || spill == null || ending) {
      return parcel;
    }
    SpillEntry entry = spill.take();
    if (entry == null) {
      return null;
    }
    Shipment alone = new Shipment(entry.records(), destination.meter());
    alone.release();
    return new Parcel(entry, alone);
  }

  private boolean hasSpilled() {
    return spill != null && !ending && spill.hasMore();
  }

  /** Whether a request may be sent now. */
  boolean isDue() {
    return waitNanos() == 0;
  }

  private long waitNanos() {
    long now = now();
    Long first = hasSpilled() ? Long.valueOf(0) : buffer.waitNanos(now);
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

  /** Sends what waits once more, and then no longer waits for a destination that is down. */
  void finish() {
    ending = true;
    buffer.hurry();
    hurry();
  }

  /** Sends nothing more: what waits, and whatever else comes, goes to the disk, if there is one. */
  void giveUp() {
    ending = true;
    ended = true;
    for (Parcel parcel : buffer.close()) {
      spillOrDrop(parcel, Delivery.ABANDONED);
    }
  }

  /** How many lanes may be of use. */
  int wanted() {
    return circuit.isOpen() ? 1 : buffer.size() + (hasSpilled() ? REPLAYING : 0);
  }

  RetryBuffer buffer() {
    return buffer;
  }

  /** Gives up all that waits. */
  void close() {
    giveUp();
    if (spill != null) {
      spill.close();
    }
  }
}
