package io.obs4j.metrics;

import io.obs4j.core.Clock;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A part of a summary: a ring of histograms, one for each slice of the window. */
final class SummaryStripe extends Stripe {

  /*
   * Values go to the slice of the last look at the clock. Every recording looks, until looks have
   * followed each other within a small part of a slice for a while; then each such look doubles the
   * number of recordings that are let go until the next, and one that comes late begins anew, as
   * does a reading. So a value is attributed to an earlier slice only when the rate falls suddenly,
   * and only until the next reading.
   */
  private static final int LOOKS_PER_SLICE = 64;
  private static final int FIRST_DOUBLING = 16;
  private static final int LAST_DOUBLING = FIRST_DOUBLING + 8;

  private final SummaryLayout layout;
  private final Clock clock;
  private final long sliceNanos;
  private final double perUnit;
  private final @Nullable Histogram[] ring;
  private final double[] maxima;
  private Histogram current;
  private int place;
  private long slice;
  private long lastLook;
  private int untilLook;
  private int quickLooks;
  private long count;
  private double sum;

  SummaryStripe(SummaryLayout layout, Clock clock) {
    this.layout = layout;
    this.clock = clock;
    sliceNanos = layout.sliceNanos();
    perUnit = 1 / layout.resolution();
    ring = new Histogram[layout.slices()];
    maxima = new double[layout.slices()];
    lastLook = clock.nanoTime();
    slice = Math.floorDiv(lastLook, sliceNanos);
    place = place(slice);
    current = histogram(layout);
    ring[place] = current;
  }

  static Histogram histogram(SummaryLayout layout) {
    // Grows to the range of the values that come.
    return new Histogram(layout.digits());
  }

  /** Adds a value from 0 to the highest. */
  @Override
  void add(double value) {
    if (--untilLook < 0) {
      look();
    }
    current.recordValue((long) (value * perUnit + 0.5));
    if (value > maxima[place]) {
      maxima[place] = value;
    }
    count++;
    sum += value;
  }

  private void look() {
    long now = clock.nanoTime();
    boolean quick = now - lastLook < sliceNanos / LOOKS_PER_SLICE;
    quickLooks = quick ? Math.min(quickLooks + 1, LAST_DOUBLING) : 0;
    untilLook = quickLooks <= FIRST_DOUBLING ? 0 : (1 << (quickLooks - FIRST_DOUBLING)) - 1;
    turnTo(now);
  }

  private void turnTo(long now) {
    lastLook = now;
    long next = Math.floorDiv(now, sliceNanos);
    if (next == slice) {
      return;
    }
    if (next - slice >= ring.length) {
      Arrays.fill(maxima, 0);
      for (Histogram old : ring) {
        clear(old);
      }
    } else {
      for (long begun = slice + 1; begun <= next; begun++) {
        maxima[place(begun)] = 0;
        clear(ring[place(begun)]);
      }
    }
    slice = next;
    place = place(next);
    Histogram reused = ring[place];
    current = reused == null ? histogram(layout) : reused;
    ring[place] = current;
  }

  private static void clear(@Nullable Histogram old) {
    if (old != null && old.getTotalCount() > 0) {
      old.reset();
    }
  }

  private int place(long number) {
    return (int) Math.floorMod(number, (long) ring.length);
  }

  /** Adds the window, and count and sum, to a reading. */
  void addTo(SummaryFlyweight reading) {
    untilLook = 0;
    quickLooks = 0;
    turnTo(clock.nanoTime());
    for (int i = 0; i < ring.length; i++) {
      Histogram part = ring[i];
      if (part != null && part.getTotalCount() > 0) {
        reading.add(part, maxima[i]);
      }
    }
    reading.add(count, sum);
  }
}
