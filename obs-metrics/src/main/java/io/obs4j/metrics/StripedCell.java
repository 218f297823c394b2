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
   * A writer takes the lock of its stripe by one compare-and-set and gives it back by a release
   * store, so that what lies in a stripe agrees in every reading. There is one stripe at first; a
   * writer that finds it taken gives the series places for more, of which each thread tries the one
   * of its own hash first and makes it when it is missing.
   *
   * A writer waits for nobody. Whose stripe is taken tries the others; who finds none free pushes
   * the value onto `late`, a Treiber stack, which alone allocates. Who then gets a stripe on the slow
   * path, or reads, adds the stack to it. A reader empties the stack while it holds the first
   * stripe, before it passes over the others, so that no value recorded before it began is missed.
   *
   * Closing takes all locks for ever, making stripes where they are missing, ends the stack, and
   * only then sets `closed`. A writer that meets a closed lock or stack knows that its value was
   * refused; every other value is in the last reading.
   *
   * Recording is lock-free. Readers wait for a writer that was descheduled within its few
   * instructions, and for the end of a closing.
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

  /** A value that found no free stripe, before those that did so earlier. */
  private static final class Late {

    final double value;
    final @Nullable Late next;

    Late(double value, @Nullable Late next) {
      this.value = value;
      this.next = next;
    }
  }

  private static final Late ENDED = new Late(0, null);

  private final int places;
  private final T first;
  private volatile @Nullable Stripe @Nullable [] stripes;
  private volatile @Nullable Late late;
  private volatile boolean closed;

  /**
   * A series with one stripe.
   *
   * @param places how many stripes there may be at most: a power of two
   */
  StripedCell(Place place, T first, int places) {
    super(place);
    this.first = first;
    this.places = Math.min(places, Stripes.COUNT);
  }

  /** Makes a stripe. */
  abstract T stripe();

  /** Adds what lies in a stripe to a reading. The stripe is locked or closed. */
  abstract void read(T stripe, Readings readings);

  /** Adds a value to a stripe, or refuses it as {@link Refusal#REMOVED}. */
  final void put(double value) {
    @Nullable Stripe[] all = stripes;
    Stripe own = all == null ? first : all[Stripes.place() & (places - 1)];
    if (own != null && own.tryLock()) {
      addTo(own, value);
    } else {
      putContended(value);
    }
  }

  private static void addTo(Stripe stripe, double value) {
    try {
      stripe.add(value);
    } finally {
      stripe.unlock();
    }
  }

  private void putContended(double value) {
    @Nullable Stripe[] all = inflate();
    int own = Stripes.place() & (places - 1);
    make(all, own);
    for (int i = 0; i < places; i++) {
      Stripe stripe = (Stripe) STRIPE.getAcquire(all, (own + i) & (places - 1));
      if (stripe != null && stripe.tryLock()) {
        try {
          drainTo(stripe);
          stripe.add(value);
        } finally {
          stripe.unlock();
        }
        return;
      }
      if (stripe != null && stripe.isClosed()) {
        table.refuse(Refusal.REMOVED);
        return;
      }
    }
    push(value);
  }

  private void push(double value) {
    Late head;
    do {
      head = late;
      if (head == ENDED) {
        table.refuse(Refusal.REMOVED);
        return;
      }
    } while (!LATE.compareAndSet(this, head, new Late(value, head)));
  }

  private void drainTo(Stripe stripe) {
    Late head = late;
    while (head != null && head != ENDED && !LATE.compareAndSet(this, head, null)) {
      head = late;
    }
    if (head != ENDED) {
      addAll(stripe, head);
    }
  }

  private static void addAll(Stripe stripe, @Nullable Late head) {
    for (Late each = head; each != null; each = each.next) {
      stripe.add(each.value);
    }
  }

  private @Nullable Stripe[] inflate() {
    @Nullable Stripe[] present = stripes;
    if (present != null) {
      return present;
    }
    @Nullable Stripe[] fresh = new Stripe[places];
    fresh[0] = first;
    @Nullable Stripe[] other = (Stripe[]) STRIPES.compareAndExchange(this, null, fresh);
    return other == null ? fresh : other;
  }

  private Stripe make(@Nullable Stripe[] all, int place) {
    Stripe present = (Stripe) STRIPE.getAcquire(all, place);
    if (present != null) {
      return present;
    }
    Stripe fresh = stripe();
    Stripe other = (Stripe) STRIPE.compareAndExchange(all, place, null, fresh);
    return other == null ? fresh : other;
  }

  /** Reads all stripes, one after another. */
  @SuppressWarnings("unchecked") // only first and what stripe() made
  final void read(Readings readings) {
    read(first, true, readings);
    @Nullable Stripe[] all = stripes;
    for (int place = 1; all != null && place < places; place++) {
      T stripe = (T) STRIPE.getAcquire(all, place);
      if (stripe != null) {
        read(stripe, false, readings);
      }
    }
  }

  private void read(T stripe, boolean drain, Readings readings) {
    if (stripe.lock()) {
      try {
        if (drain) {
          drainTo(stripe);
        }
        read(stripe, readings);
      } finally {
        stripe.unlock();
      }
    } else {
      for (int attempt = 1; !closed; attempt++) {
        Stripe.pause(attempt);
      }
      synchronized (stripe) {
        read(stripe, readings);
      }
    }
  }

  @Override
  final void close() {
    first.close();
    @Nullable Stripe[] all = inflate();
    for (int place = 1; place < places; place++) {
      make(all, place).close();
    }
    addAll(first, (Late) LATE.getAndSet(this, ENDED));
    closed = true;
  }
}
