package io.obs4j.core.internal.http;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
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

  /** How many requests the destination has taken in, to tell whose fault a failure is. */
  private final AtomicLong arrived = new AtomicLong();

  /** Those that may take what is on disk. */
  private final Semaphore replays = new Semaphore(REPLAYING);

  private final AtomicReference<Alarms.@Nullable Alarm> alarm = new AtomicReference<>();

  /** The end has begun: what fails is sent again at once or not by this process. */
  private volatile boolean ending;

  /** Nothing more is sent. */
  private volatile boolean stopped;

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
    return stopped ? null : circuit.pass(now());
  }

  void unused(Circuit.Pass pass) {
    circuit.unused(pass);
  }

  /** What became of a request, which waits here if it is worth it. */
  void conclude(Circuit.Pass pass, Delivery delivery, Parcel parcel) {
    if (parcel.isReplayed()) {
      replays.release();
    }
    switch (delivery.fate()) {
      case DELIVERED -> {
        circuit.worked(pass);
        arrived.incrementAndGet();
        parcel.deliver(delivery.rejected(), delivery.reason());
        forget(parcel);
      }
      case REFUSED -> {
        circuit.worked(pass);
        drop(parcel, delivery.reason());
      }
      case FAILED -> {
        Parcel again = parcel; // which is not lost, whatever cannot be noted of the failure
        try {
          long now = now();
          circuit.failed(pass, now, delivery.askedNanos());
          again = parcel.with(failed(pass, parcel.trials(), now));
        } finally {
          retry(again, delivery.reason());
        }
      }
      case ABANDONED -> {
        circuit.unused(pass);
        keep(parcel, Delivery.ABANDONED);
      }
    }
  }

  private Trials failed(Circuit.Pass pass, Trials before, long now) {
    return pass == Circuit.Pass.USUAL
        ? before.failed(now, destination.retry(), arrived.get())
        : before.failedProbe(now, destination.retry(), arrived.get());
  }

  private void retry(Parcel parcel, String reason) {
    if (parcel.trials().counted() >= destination.retry().attempts()) {
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
    if (spill == null || !spill.keep(parcel)) {
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

  /**
   * The next request to be sent with a pass: what has failed least, as what always fails must not
   * keep all others from being tried.
   */
  @Nullable Parcel take(Circuit.Pass pass) {
    boolean any = pass == Circuit.Pass.PROBE;
    long now = now();
    SpillEntry entry = null;
    if (spilledNanos(now, any) != null && replays.tryAcquire()) {
      try {
        entry = Objects.requireNonNull(spill).take(now, any, buffer.leastFailures(now, any));
      } finally {
        if (entry == null) {
          replays.release();
        }
      }
    }
    return entry == null ? buffer.take(now, any) : replay(entry);
  }

  /** Who cannot take it, as without memory, lets others take from the disk. */
  private Parcel replay(SpillEntry entry) {
    boolean taken = false;
    try {
      Shipment alone = new Shipment(entry.records(), destination.meter());
      alone.release();
      Parcel parcel = new Parcel(entry, alone);
      taken = true;
      return parcel;
    } finally {
      if (!taken) {
        replays.release();
      }
    }
  }

  /**
   * How long until something on disk may be sent; null if nothing is there, or as many send it as
   * may: each of them looks again.
   */
  private @Nullable Long spilledNanos(long now, boolean any) {
    return spill == null || ending || replays.availablePermits() == 0
        ? null
        : spill.waitNanos(now, any);
  }

  /** Whether a request may be sent now. */
  boolean isDue() {
    return waitNanos() == 0;
  }

  private long waitNanos() {
    long now = now();
    boolean any = circuit.isOpen();
    Long inMemory = buffer.waitNanos(now);
    Long onDisk = spilledNanos(now, any);
    Long passage = circuit.waitNanos(now);
    if ((inMemory == null && onDisk == null) || passage == null) {
      return NEVER;
    }
    long first = onDisk == null ? NEVER : onDisk;
    if (inMemory != null) {
      first = any ? 0 : Math.min(inMemory, first);
    }
    return Math.max(passage, first);
  }

  /**
   * Sees to it that what waits is looked at when its time has come. Where no alarm can be set, as
   * the process may have no more threads, the one before stays, and the next call tries again.
   */
  synchronized void arm() {
    try {
      long nanos = waitNanos();
      Alarms.Alarm next = nanos == NEVER ? null : destination.alarms().after(nanos, wake);
      Alarms.Alarm before = alarm.getAndSet(next);
      if (before != null) {
        before.cancel();
      }
    } catch (Throwable e) {
      // Also errors: the lane that arms has become free for others already.
      destination.report().unreachable(e);
    }
  }

  /** Sends what waits as soon as the destination itself allows. */
  void hurry() {
    buffer.hurry();
    if (spill != null && !ending) {
      spill.hurry();
    }
    circuit.hurry(now());
    arm();
  }

  /** Sends what waits once more, and then no longer waits for a destination that is down. */
  void finish() {
    ending = true;
    hurry();
  }

  /** Lets nothing more be sent. */
  void stop() {
    ending = true;
    stopped = true;
  }

  /** What waits, and whatever else comes, goes to the disk, if there is one. */
  void putAway() {
    stop();
    for (Parcel parcel : buffer.close()) {
      spillOrDrop(parcel, Delivery.ABANDONED);
    }
  }

  /** How many lanes may be of use. */
  int wanted() {
    return circuit.isOpen()
        ? 1
        : buffer.size() + (spilledNanos(now(), false) == null ? 0 : REPLAYING);
  }

  RetryBuffer buffer() {
    return buffer;
  }

  /** Gives up all that waits. */
  void close() {
    putAway();
    if (spill != null) {
      spill.close();
    }
  }
}
