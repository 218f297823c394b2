package io.obs4j.metrics;

import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricVisitor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A series of a histogram. */
final class HistogramCell extends Cell implements Histogram {

  /*
   * The series is kept in stripes, each under a lock of one word that a writer takes by one
   * compare-and-set and gives back by a release store. All of a stripe changes under its lock, so
   * count, sum, minimum and maximum agree in every reading. There is one stripe at first; when a
   * writer has met another one twice in a row, the series gets a place for each of Stripes.COUNT,
   * and from then on each thread tries that of its own hash first, which it makes when it is missing.
   *
   * A writer waits for nobody. Whose stripe is taken, be it by a reader or by a writer that has lost
   * its processor, tries the others; who finds none free pushes the value onto the list `late`, a
   * Treiber stack. This alone allocates. Whoever then gets a stripe on the slow path, writer or
   * reader, adds the list to it. A reader takes the list only while it holds the first stripe, and
   * a writer only while it holds some stripe, so a reader that passes over all of them misses
   * nothing that was recorded before it began. A reader does not make the series contended: with one
   * stripe, values that arrive meanwhile go to the list, up to LATE of them.
   *
   * Closing takes the lock of each stripe for ever, puts a closed stripe where there is none, ends
   * the list, and only then publishes `closed`. A writer that meets a closed lock or list knows that
   * its value was refused; every other value is in the last reading.
   *
   * Recording is lock-free: a thread fails to take a stripe or to push only because another one
   * succeeded. Readers are blocking: they take one stripe at a time, wait for a writer that was
   * descheduled within its few instructions, and for the end of a closing. Nothing is lost but
   * attempts at an exemplar, which are counted without order.
   */
  private static final VarHandle STRIPES;
  private static final VarHandle LATE_HEAD;
  private static final VarHandle STRIPE =
      MethodHandles.arrayElementVarHandle(HistogramStripe[].class);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STRIPES = lookup.findVarHandle(HistogramCell.class, "stripes", HistogramStripe[].class);
      LATE_HEAD = lookup.findVarHandle(HistogramCell.class, "late", Late.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How many values wait for a reader of an uncontended series before it gets stripes. */
  private static final int LATE = 128;

  /** The list of a closed series. */
  private static final Late ENDED = new Late(0, null, 0);

  private final HistogramLayout layout;
  private final HistogramStripe first;
  private volatile @Nullable HistogramStripe @Nullable [] stripes;
  private volatile @Nullable Late late;
  private volatile boolean closed;
  private long armed;
  private int attempts;
  private volatile @Nullable Exemplar @Nullable [] exemplars;

  HistogramCell(Place place, HistogramLayout layout) {
    super(place);
    this.layout = layout;
    first = new HistogramStripe(layout);
    rearm();
  }

  /** A value that found no free stripe; and how many are in the list from here on. */
  private static final class Late {

    final double value;
    final @Nullable Late next;
    final int length;

    Late(double value, @Nullable Late next, int length) {
      this.value = value;
      this.next = next;
      this.length = length;
    }
  }

  @Override
  public void record(double value) {
    if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      table.refuse(Refusal.NOT_FINITE);
      return;
    }
    HistogramStripe stripe = stripe();
    if (stripe != null && stripe.tryLock()) {
      addTo(stripe, value);
    } else {
      recordContended(value);
    }
    if (armed != 0) {
      sample(value);
    }
  }

  @Override
  public void recordNanos(long nanos) {
    double nanosPerUnit = layout.nanosPerUnit;
    if (nanosPerUnit == 0) {
      table.refuse(Refusal.UNIT);
    } else {
      record(nanos / nanosPerUnit);
    }
  }

  @Override
  public Timing start() {
    return new ElapsedTiming(this, table.clock());
  }

  private @Nullable HistogramStripe stripe() {
    @Nullable HistogramStripe[] all = stripes;
    return all == null ? first : all[Stripes.place()];
  }

  private static void addTo(HistogramStripe stripe, double value) {
    try {
      stripe.add(value);
    } finally {
      stripe.unlock();
    }
  }

  private void recordContended(double value) {
    @Nullable HistogramStripe[] all = stripes;
    if (all == null) {
      int holder = first.lockOrHolder();
      if (holder == HistogramStripe.OPEN) {
        addTo(first, value);
        return;
      }
      if (holder == HistogramStripe.READING && push(value, LATE)) {
        return;
      }
      all = inflate();
    }
    int own = Stripes.place();
    make(all, own);
    for (int i = 0; i < Stripes.COUNT; i++) {
      HistogramStripe stripe = stripe(all, (own + i) & (Stripes.COUNT - 1));
      if (stripe == null) {
        continue;
      }
      int holder = stripe.lockOrHolder();
      if (holder == HistogramStripe.OPEN) {
        try {
          drainTo(stripe);
          stripe.add(value);
        } finally {
          stripe.unlock();
        }
        return;
      }
      if (holder == HistogramStripe.CLOSED) {
        table.refuse(Refusal.REMOVED);
        return;
      }
    }
    push(value, Integer.MAX_VALUE);
  }

  private @Nullable HistogramStripe[] inflate() {
    @Nullable HistogramStripe[] fresh = new HistogramStripe[Stripes.COUNT];
    fresh[0] = first;
    @Nullable HistogramStripe[] other =
        (HistogramStripe[]) STRIPES.compareAndExchange(this, null, fresh);
    return other == null ? fresh : other;
  }

  private static @Nullable HistogramStripe stripe(@Nullable HistogramStripe[] all, int place) {
    return (HistogramStripe) STRIPE.getAcquire(all, place);
  }

  /** The stripe at a place, made if it is missing. */
  private HistogramStripe make(@Nullable HistogramStripe[] all, int place) {
    HistogramStripe present = stripe(all, place);
    if (present != null) {
      return present;
    }
    HistogramStripe fresh = new HistogramStripe(layout);
    HistogramStripe other = (HistogramStripe) STRIPE.compareAndExchange(all, place, null, fresh);
    return other == null ? fresh : other;
  }

  /** Leaves a value to others, or refuses it; false if so many are waiting already. */
  private boolean push(double value, int most) {
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
      fresh = new Late(value, head, length + 1);
    } while (!LATE_HEAD.compareAndSet(this, head, fresh));
    return true;
  }

  /** Adds the values that found no stripe to one that the caller holds. */
  private void drainTo(HistogramStripe stripe) {
    Late head = late;
    while (head != null && head != ENDED && !LATE_HEAD.compareAndSet(this, head, null)) {
      head = late;
    }
    if (head != ENDED) {
      for (Late next = head; next != null; next = next.next) {
        stripe.add(next.value);
      }
    }
  }

  private void sample(double value) {
    int bucket = layout.bucket(value);
    long bit = 1L << bucket;
    if ((armed & bit) == 0) {
      return;
    }
    Exemplar captured = table.exemplars().capture(value);
    if (captured != null) {
      Exemplar[] recent = exemplars;
      if (recent == null) {
        recent = new Exemplar[layout.bounds.length + 1];
        exemplars = recent;
      }
      recent[bucket] = captured;
      armed &= ~bit;
    } else if (--attempts <= 0) {
      armed = 0;
    }
  }

  private void rearm() {
    attempts = table.exemplars().attempts();
    armed = attempts == 0 ? 0 : -1;
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    HistogramFlyweight reading = readings.histogram;
    reading.begin(layout, exemplars);
    read(reading);
    visitor.histogram(this, reading.end());
    rearm();
  }

  private void read(HistogramFlyweight reading) {
    read(first, true, reading);
    @Nullable HistogramStripe[] all = stripes;
    if (all != null) {
      for (int place = 1; place < Stripes.COUNT; place++) {
        HistogramStripe stripe = stripe(all, place);
        if (stripe != null) {
          read(stripe, false, reading);
        }
      }
    }
  }

  private void read(HistogramStripe stripe, boolean drain, HistogramFlyweight reading) {
    if (stripe.lockForReading()) {
      try {
        if (drain) {
          drainTo(stripe);
        }
        stripe.addTo(reading);
      } finally {
        stripe.unlock();
      }
    } else {
      for (int attempt = 1; !closed; attempt++) {
        HistogramStripe.pause(attempt);
      }
      stripe.addTo(reading);
    }
  }

  @Override
  long activity() {
    HistogramFlyweight reading = new HistogramFlyweight();
    reading.begin(layout, null);
    read(reading);
    return reading.end().count();
  }

  @Override
  void close() {
    first.close();
    @Nullable HistogramStripe[] all = inflate();
    for (int place = 1; place < Stripes.COUNT; place++) {
      make(all, place).close();
    }
    Late head = (Late) LATE_HEAD.getAndSet(this, ENDED);
    for (Late next = head; next != null; next = next.next) {
      first.add(next.value);
    }
    closed = true;
  }
}
