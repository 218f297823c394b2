package io.obs4j.metrics;

import io.obs4j.core.Clock;
import org.jspecify.annotations.Nullable;

/** A part of a summary: a ring of slices, which make the window. */
@SuppressWarnings("unused") // of the padding only the size matters
final class SummaryStripe extends Stripe {

  /*
   * Values go to the slice of the last look at the clock. Every recording looks, until looks have
   * followed each other within a small part of a slice for a while; then each such look doubles the
   * number of recordings that are let go until the next, and one that comes late begins anew, as
   * does a reading. So a value is attributed to an earlier slice only when the rate falls suddenly,
   * and only until the next reading.
   *
   * A reading leaves the ring as it is, because several may read a closed stripe at once. All that
   * they write then is that the next recording is to look, which none will.
   */
  private static final int LOOKS_PER_SLICE = 64;
  private static final int FIRST_DOUBLING = 16;
  private static final int LAST_DOUBLING = FIRST_DOUBLING + 8;

  /** Of a stripe without a window. Nothing is added to it. */
  private static final SummarySlice NO_SLICE = new SummarySlice(SummaryBuilder.DEFAULT_DIGITS);

  private final SummaryLayout layout;
  private final boolean windowed;
  private final double nanosPerUnit;
  private final Clock clock;
  private final long sliceNanos;
  private final double perResolution;
  private final @Nullable SummarySlice[] ring;
  private SummarySlice current;
  private long newest;
  private long lastLook;
  private int quickLooks;
  private long count;

  /** The count at which the next recording looks. */
  private long nextLook;

  /** Keeps what stands behind the stripe off the cache line of what it writes. */
  private long p1;

  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private long p6;
  private long p7;
  private long p8;

  SummaryStripe(SummaryLayout layout, double nanosPerUnit, Clock clock) {
    this.layout = layout;
    this.nanosPerUnit = nanosPerUnit;
    this.clock = clock;
    windowed = layout.isWindowed();
    sliceNanos = layout.sliceNanos();
    perResolution = 1 / layout.resolution();
    ring = new SummarySlice[windowed ? layout.slices() : 0];
    current = NO_SLICE;
    if (windowed) {
      lastLook = clock.nanoTime();
      newest = Math.floorDiv(lastLook, sliceNanos);
      current = new SummarySlice(layout.digits());
      ring[place(newest)] = current;
    }
  }

  /**
   * Adds a value from 0 to the highest. The caller holds the lock.
   *
   * @param value may be off by the last bit if the next is not 0
   * @param nanos the value as elapsed time, for sum and maximum; 0 if it is not known as such
   */
  void add(double value, long nanos) {
    if (windowed) {
      addToWindow(value, nanos);
    }
    count++;
    add(value, nanos, nanosPerUnit);
  }

  private void addToWindow(double value, long nanos) {
    if (count >= nextLook) {
      look();
    }
    SummarySlice slice = current;
    slice.add((long) (value * perResolution + 0.5));
    if (value > slice.maximum()) {
      slice.raiseMaximum(nanos == 0 ? value : nanos / nanosPerUnit);
    }
  }

  private void look() {
    long now = clock.nanoTime();
    boolean quick = now - lastLook < sliceNanos / LOOKS_PER_SLICE;
    quickLooks = quick ? Math.min(quickLooks + 1, LAST_DOUBLING) : 0;
    nextLook = count + (1L << Math.max(0, quickLooks - FIRST_DOUBLING));
    lastLook = now;
    long next = Math.floorDiv(now, sliceNanos);
    if (next != newest) {
      turnTo(next);
    }
  }

  private void turnTo(long next) {
    for (long begun = Math.max(newest, next - ring.length) + 1; begun <= next; begun++) {
      SummarySlice old = ring[place(begun)];
      if (old != null) {
        old.clear();
      }
    }
    newest = next;
    int place = place(next);
    SummarySlice reused = ring[place];
    current = reused == null ? new SummarySlice(layout.digits()) : reused;
    ring[place] = current;
  }

  private int place(long slice) {
    return (int) Math.floorMod(slice, (long) ring.length);
  }

  /** Adds the window, and count and sum, to a reading. */
  void addTo(SummaryFlyweight reading) {
    if (windowed) {
      addWindowTo(reading);
    }
    reading.add(count, this);
  }

  private void addWindowTo(SummaryFlyweight reading) {
    nextLook = count;
    quickLooks = 0;
    long now = Math.max(newest, Math.floorDiv(clock.nanoTime(), sliceNanos));
    for (long slice = now - ring.length + 1; slice <= newest; slice++) {
      SummarySlice part = ring[place(slice)];
      if (part != null) {
        reading.add(part);
      }
    }
  }

  @Override
  long count() {
    return count;
  }
}
