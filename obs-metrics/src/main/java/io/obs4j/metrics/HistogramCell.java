package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricVisitor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A series of a histogram. */
final class HistogramCell extends Cell implements Histogram {

  /*
   * The series is kept in stripes, each under a lock of one word that a writer takes by one
   * compare-and-set and gives back by a release store. All of a stripe changes under its lock, so
   * count, sum, minimum and maximum agree in every reading. There is one stripe at first. When a
   * writer has met another one twice in a row, the series gets a place for each of Stripes.COUNT
   * further ones, and from then on each thread tries that of its own hash, which it makes when it is
   * missing; the first stripe comes to rest.
   *
   * A writer waits for nobody. Whose stripe is taken, be it by a reader or by a writer that has lost
   * its processor, tries the others; who finds none free pushes the value onto the list `late`, a
   * Treiber stack. This alone allocates. Whoever then gets a stripe on the slow path, writer or
   * reader, adds the list to it. The list is taken only by who holds a stripe, so a reader, which
   * passes over all of them, misses nothing that was recorded before it began. A reader does not
   * make the series contended: while it holds the only stripe, up to LATE values go to the list.
   *
   * Closing takes the lock of each stripe for ever, puts a closed stripe where there is none, ends
   * the list, and only then publishes `closed`. A writer that meets a closed lock or the end of the
   * list knows that its value was refused; every other value is in the last reading.
   *
   * Recording is lock-free: a thread fails to take a stripe or to push only because another one
   * succeeded, and it tries each stripe once. Reading blocks: a reader takes one stripe at a time,
   * and waits for a writer that was descheduled within its few instructions and for the end of a
   * closing. Nothing is lost but attempts at an exemplar, which are counted without order.
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
  private static final Late ENDED = new Late(0, 0, null, 0);

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
    arm();
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

  @Override
  public void record(double value) {
    if (Math.abs(value) <= Double.MAX_VALUE) {
      record(value, 0);
    } else {
      table.refuse(Refusal.NOT_FINITE);
    }
  }

  @Override
  public void recordNanos(long nanos) {
    if (!layout.isTime()) {
      table.refuse(Refusal.UNIT);
    } else if (nanos >= -HistogramStripe.MOST_NANOS && nanos <= HistogramStripe.MOST_NANOS) {
      record(layout.valueOfNanos(nanos), nanos);
    } else {
      record(layout.fromNanos(nanos), 0);
    }
  }

  private void record(double value, long nanos) {
    HistogramStripe stripe = stripe();
    if (stripe != null && stripe.tryLock()) {
      try {
        stripe.add(value, nanos);
      } finally {
        stripe.unlock();
      }
    } else {
      recordContended(value, nanos);
    }
    if (armed != 0) {
      sample(value);
    }
  }

  @Override
  public Timing start() {
    return new ElapsedTiming(this, table.clock());
  }

  @Override
  public <T> T time(Callable<T> task) throws Exception {
    Clock clock = table.clock();
    long start = clock.nanoTime();
    try {
      return task.call();
    } finally {
      recordNanos(clock.nanoTime() - start);
    }
  }

  private @Nullable HistogramStripe stripe() {
    @Nullable HistogramStripe[] all = stripes;
    return all == null ? first : all[Stripes.place()];
  }

  private void recordContended(double value, long nanos) {
    @Nullable HistogramStripe[] all = stripes;
    if (all == null) {
      int holder = first.lockOrHolder();
      if (holder == HistogramStripe.OPEN) {
        addAndUnlock(first, value, nanos);
        return;
      }
      if (holder == HistogramStripe.READING && push(value, nanos, LATE)) {
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
        addAndUnlock(stripe, value, nanos);
        return;
      }
      if (holder == HistogramStripe.CLOSED) {
        table.refuse(Refusal.REMOVED);
        return;
      }
    }
    push(value, nanos, Integer.MAX_VALUE);
  }

  private void addAndUnlock(HistogramStripe stripe, double value, long nanos) {
    try {
      drainTo(stripe);
      stripe.add(value, nanos);
    } finally {
      stripe.unlock();
    }
  }

  private @Nullable HistogramStripe[] inflate() {
    @Nullable HistogramStripe[] fresh = new HistogramStripe[Stripes.COUNT];
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
    HistogramStripe fresh = new HistogramStripe.Padded(layout);
    HistogramStripe other = (HistogramStripe) STRIPE.compareAndExchange(all, place, null, fresh);
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
        stripe.add(next.value, next.nanos);
      }
    }
  }

  private void sample(double value) {
    int bucket = layout.bucket(value);
    long bit = 1L << bucket;
    if ((armed & bit) == 0) {
      return;
    }
    Exemplars source = table.exemplars();
    Exemplar captured = source.capture(value);
    if (captured != null) {
      @Nullable Exemplar[] recent = exemplars;
      if (recent == null) {
        recent = new Exemplar[layout.bounds.length + 1];
        exemplars = recent;
      }
      recent[bucket] = captured;
      armed &= ~bit;
    } else if (--attempts <= 0) {
      attempts = source.attempts();
      armed = source.isTraced() ? armed & ~bit : 0;
    }
  }

  private void arm() {
    attempts = table.exemplars().attempts();
    long all = attempts == 0 ? 0 : -1;
    if (armed != all) {
      armed = all;
    }
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    HistogramFlyweight reading = readings.histogram;
    reading.begin(layout, exemplars);
    read(reading);
    visitor.histogram(this, reading.end());
    arm();
  }

  @Override
  long activity() {
    return read(null);
  }

  /** Adds each stripe to a reading, if there is one, and gives the count of all. */
  private long read(@Nullable HistogramFlyweight reading) {
    long count = read(first, reading);
    @Nullable HistogramStripe[] all = stripes;
    for (int place = 0; all != null && place < Stripes.COUNT; place++) {
      HistogramStripe stripe = stripe(all, place);
      if (stripe != null) {
        count += read(stripe, reading);
      }
    }
    return count;
  }

  private long read(HistogramStripe stripe, @Nullable HistogramFlyweight reading) {
    boolean open = stripe.lockForReading();
    try {
      if (open) {
        drainTo(stripe);
      } else {
        awaitClosed();
      }
      if (reading != null) {
        stripe.addTo(reading);
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
      HistogramStripe.pause(attempt);
    }
  }

  @Override
  void close() {
    first.close();
    @Nullable HistogramStripe[] all = inflate();
    for (int place = 0; place < Stripes.COUNT; place++) {
      make(all, place).close();
    }
    Late head = (Late) LATE_HEAD.getAndSet(this, ENDED);
    try {
      for (Late next = head; next != null; next = next.next) {
        first.add(next.value, next.nanos);
      }
    } finally {
      closed = true;
    }
  }
}
