package io.obs4j.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A series whose recordings change several things at once.
 *
 * @param <T> what is changed together
 */
abstract class StripedCell<T extends Stripe> extends Cell {

  /*
   * The series is kept in stripes, each under a lock of one word that a writer takes by one
   * compare-and-set and gives back by a release store. All of a stripe changes under its lock, so
   * what it holds agrees in every reading. There is one stripe at first. When a writer has met
   * another one twice in a row, the series gets places for further ones, and from then on each
   * thread tries that of its own hash, which it makes when it is missing; the first stripe comes to
   * rest.
   *
   * A writer waits for nobody. Whose stripe is taken, be it by a reader or by a writer that has lost
   * its processor, tries the others; who finds none free pushes the value onto the list `late`, a
   * Treiber stack. This alone allocates. Whoever then gets a stripe on the slow path, writer or
   * reader, adds the list to it. The list is taken only by who holds a stripe, so a reader, which
   * passes over all of them, misses nothing that was recorded before it began. A reader does not
   * make the series contended: while it holds the only stripe, up to MOST_LATE values go to the
   * list.
   *
   * Closing takes the lock of each stripe for ever, puts a closed stripe where there is none, ends
   * the list, and only then publishes `closed`. A writer that meets a closed lock or the end of the
   * list knows that its value was refused; every other value is in the last reading.
   *
   * Recording is lock-free: a thread fails to take a stripe or to push only because another one
   * succeeded, and it tries each stripe once. Reading blocks: a reader takes one stripe at a time,
   * and waits for a writer that was descheduled within its few instructions and for the end of a
   * closing. Nothing is lost.
   */
  private static final VarHandle STRIPES;
  private static final VarHandle LATE;
  private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(Stripe[].class);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STRIPES = lookup.findVarHandle(StripedCell.class, "stripes", Stripe[].class);
      LATE = lookup.findVarHandle(StripedCell.class, "late", Late.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How many values wait for a reader of an uncontended series before it gets more stripes. */
  private static final int MOST_LATE = 128;

  /** The list of a closed series. */
  private static final Late ENDED = new Late(0, 0, null, 0);

  private final T first;
  private volatile @Nullable Stripe @Nullable [] stripes;
  private volatile @Nullable Late late;
  private volatile boolean closed;

  StripedCell(Place place, T first) {
    super(place);
    this.first = first;
  }

  /** A value that found no free stripe; and how many are in the list from here on. */
  private static final class Late {

    final double value;
    final long nanos;
    final @Nullable Late next;
    final int length;

    Late(double value, long nanos, @Nullable Late next, int length) {
      this.value = value;
      this.nanos = nanos;
      this.next = next;
      this.length = length;
    }
  }

  /** Makes one of the stripes that lie next to each other. */
  abstract T stripe();

  /** How many of them there may be: a power of two. */
  int places() {
    return Stripes.COUNT;
  }

  /** Adds a value to a stripe whose lock the caller holds. */
  abstract void add(T stripe, double value, long nanos);

  /** Adds to a reading what lies in a stripe that is locked for reading or closed. */
  abstract void read(T stripe, Readings readings);

  /**
   * Adds a value to a stripe, or refuses it as {@link Refusal#REMOVED}.
   *
   * @param nanos the value as elapsed time, 0 if it is not known as such
   */
  final void put(double value, long nanos) {
    @Nullable Stripe[] all = stripes;
    T stripe = all == null ? first : typed(all[Stripes.place() & (all.length - 1)]);
    if (stripe != null && stripe.tryLock()) {
      try {
        add(stripe, value, nanos);
      } finally {
        stripe.unlock();
      }
    } else {
      putContended(value, nanos);
    }
  }

  private void putContended(double value, long nanos) {
    @Nullable Stripe[] all = stripes;
    if (all == null) {
      int holder = first.lockOrHolder();
      if (holder == Stripe.OPEN) {
        addAndUnlock(first, value, nanos);
        return;
      }
      if (holder == Stripe.READING && push(value, nanos, MOST_LATE)) {
        return;
      }
      all = inflate();
    }
    int own = Stripes.place();
    make(all, own & (all.length - 1));
    for (int i = 0; i < all.length; i++) {
      T stripe = stripe(all, (own + i) & (all.length - 1));
      if (stripe == null) {
        continue;
      }
      int holder = stripe.lockOrHolder();
      if (holder == Stripe.OPEN) {
        addAndUnlock(stripe, value, nanos);
        return;
      }
      if (holder == Stripe.CLOSED) {
        table.refuse(Refusal.REMOVED);
        return;
      }
    }
    push(value, nanos, Integer.MAX_VALUE);
  }

  private void addAndUnlock(T stripe, double value, long nanos) {
    try {
      drainTo(stripe);
      add(stripe, value, nanos);
    } finally {
      stripe.unlock();
    }
  }

  private @Nullable Stripe[] inflate() {
    @Nullable Stripe[] fresh = new Stripe[places()];
    @Nullable Stripe[] other = (Stripe[]) STRIPES.compareAndExchange(this, null, fresh);
    return other == null ? fresh : other;
  }

  private @Nullable T stripe(@Nullable Stripe[] all, int place) {
    return typed((Stripe) STRIPE.getAcquire(all, place));
  }

  @SuppressWarnings("unchecked") // only what stripe() made is stored
  private @Nullable T typed(@Nullable Stripe stripe) {
    return (T) stripe;
  }

  /** The stripe at a place, made if it is missing. */
  private T make(@Nullable Stripe[] all, int place) {
    T present = stripe(all, place);
    if (present != null) {
      return present;
    }
    T fresh = stripe();
    T other = typed((Stripe) STRIPE.compareAndExchange(all, place, null, fresh));
    return other == null ? fresh : other;
  }

  /** Leaves a value to others, or refuses it; false if so many are waiting already. */
  private boolean push(double value, long nanos, int most) {
    Late head;
    Late fresh;
    do {
      head = late;
      if (head == ENDED) {
        table.refuse(Refusal.REMOVED);
        return true;
      }
      int length = head == null ? 0 : head.length;
      if (length >= most) {
        return false;
      }
      fresh = new Late(value, nanos, head, length + 1);
    } while (!LATE.compareAndSet(this, head, fresh));
    return true;
  }

  /** Adds the values that found no stripe to one that the caller holds. */
  private void drainTo(T stripe) {
    Late head = late;
    while (head != null && head != ENDED && !LATE.compareAndSet(this, head, null)) {
      head = late;
    }
    if (head != ENDED) {
      addAll(stripe, head);
    }
  }

  private void addAll(T stripe, @Nullable Late head) {
    for (Late each = head; each != null; each = each.next) {
      add(stripe, each.value, each.nanos);
    }
  }

  @Override
  final long activity() {
    return readAll(null);
  }

  /** Adds each stripe to a reading, if there is one, and gives the count of all. */
  final long readAll(@Nullable Readings readings) {
    long count = readOne(first, readings);
    @Nullable Stripe[] all = stripes;
    for (int place = 0; all != null && place < all.length; place++) {
      T stripe = stripe(all, place);
      if (stripe != null) {
        count += readOne(stripe, readings);
      }
    }
    return count;
  }

  private long readOne(T stripe, @Nullable Readings readings) {
    boolean open = stripe.lockForReading();
    try {
      if (open) {
        drainTo(stripe);
      } else {
        awaitClosed();
      }
      if (readings != null) {
        read(stripe, readings);
      }
      return stripe.count();
    } finally {
      if (open) {
        stripe.unlock();
      }
    }
  }

  private void awaitClosed() {
    for (int attempt = 1; !closed; attempt++) {
      Stripe.pause(attempt);
    }
  }

  @Override
  final void close() {
    first.close();
    @Nullable Stripe[] all = inflate();
    for (int place = 0; place < all.length; place++) {
      make(all, place).close();
    }
    try {
      addAll(first, (Late) LATE.getAndSet(this, ENDED));
    } finally {
      closed = true;
    }
  }
}
