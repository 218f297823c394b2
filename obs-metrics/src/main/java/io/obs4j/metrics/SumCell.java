package io.obs4j.metrics;

import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricVisitor;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sum of integers and fractions, kept apart so that integers stay exact. */
abstract class SumCell extends Cell {

  /*
   * Integers are added to one word by fetch-and-add. If the word is not what it was just before, two
   * writers have met: the series gets an array of stripes for good, and from then on each thread
   * adds to a word of its own. The sum is the word plus the stripes; it is read without a lock, and
   * since each part only grows (in a counter), so do successive readings.
   *
   * Closing puts closed stripes in place, then exchanges each word that was open for CLOSED and adds
   * up what they held. An addition that finds an open word is part of the last sum. One that finds a
   * word below CLOSED_LIMIT, and closed stripes in place, is refused and knows it: it takes back what
   * it added, so that closed words stay near CLOSED.
   *
   * A reader that finds the same stripes in place after it has read all words knows that none of
   * them was closed; otherwise it reads again. It decides by no word's content, so that no amount
   * can mislead it. A reader that meets a series while it is being closed waits for the last sum.
   *
   * Adding integers is wait-free but for the one allocation of the stripes; fractions are added
   * lock-free, see DoubleSum. The count of attempts at an exemplar is plain: races may cost or save
   * an attempt.
   */
  private static final VarHandle VALUE;
  private static final VarHandle STRIPES;
  private static final VarHandle FRACTIONS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      VALUE = lookup.findVarHandle(SumCell.class, "value", long.class);
      STRIPES = lookup.findVarHandle(SumCell.class, "stripes", long[].class);
      FRACTIONS = lookup.findVarHandle(SumCell.class, "fractions", DoubleSum.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Content of a closed word; far enough from the limit that refused amounts do not reach it. */
  private static final long CLOSED = -(3L << 61);

  private static final long CLOSED_LIMIT = -(1L << 62);

  /** In an array of closed stripes, the word behind the others holds the last sum. */
  private static final int LAST = Stripes.LENGTH;

  /** And the word behind that is not zero once the last sum is known. */
  private static final int KNOWN = LAST + 1;

  private volatile long value;
  private volatile long @Nullable [] stripes;
  private volatile @Nullable DoubleSum fractions;
  private volatile @Nullable Exemplar exemplar;
  private int attempts;

  SumCell(Place place) {
    super(place);
    attempts = table.exemplars().attempts();
  }

  /**
   * Adds an integer.
   *
   * @param context for an exemplar; null for the current one
   */
  final void addInteger(long amount, @Nullable Context context) {
    long[] words = stripes;
    long expected;
    long before;
    if (words == null) {
      expected = (long) VALUE.getOpaque(this);
      before = (long) VALUE.getAndAdd(this, amount);
    } else {
      before = (long) Stripes.WORD.getAndAdd(words, Stripes.word(), amount);
      expected = before;
    }
    if (before != expected || before < CLOSED_LIMIT) {
      addedUnexpectedly(words, before, amount);
    }
    if (attempts > 0) {
      sample((double) amount, context);
    }
  }

  private void addedUnexpectedly(long @Nullable [] words, long before, long amount) {
    if (before >= CLOSED_LIMIT || !isClosed(stripes)) {
      inflate();
      return;
    }
    if (words == null) {
      VALUE.getAndAdd(this, -amount);
    } else {
      Stripes.WORD.getAndAdd(words, Stripes.word(), -amount);
    }
    table.refuse(Refusal.REMOVED);
  }

  private static boolean isClosed(long @Nullable [] words) {
    return words != null && words.length > LAST;
  }

  /**
   * Adds a finite number.
   *
   * @param context for an exemplar; null for the current one
   */
  final void addFraction(double amount, @Nullable Context context) {
    DoubleSum sum = fractions;
    if (sum == null) {
      DoubleSum fresh = new DoubleSum();
      DoubleSum other = (DoubleSum) FRACTIONS.compareAndExchange(this, null, fresh);
      sum = other == null ? fresh : other;
    }
    if (!sum.add(amount)) {
      table.refuse(Refusal.REMOVED);
    }
    if (attempts > 0) {
      sample(amount, context);
    }
  }

  /** Gives the series its stripes, if it has none. */
  final void inflate() {
    STRIPES.compareAndSet(this, null, new long[Stripes.LENGTH]);
  }

  private void sample(double amount, @Nullable Context context) {
    attempts--;
    Exemplar captured = table.exemplars().capture(amount, context);
    if (captured != null) {
      exemplar = captured;
      attempts = 0;
    }
  }

  @Override
  final void accept(MetricVisitor visitor, Readings readings) {
    long integers = integers();
    DoubleSum sum = fractions;
    if (sum == null || sum == DoubleSum.NONE) {
      visitor.counter(this, readings.number.set(integers, exemplar));
    } else {
      visitor.counter(this, readings.number.set(integers + sum.sum(), exemplar));
    }
    int armed = table.exemplars().attempts();
    if (attempts != armed) {
      attempts = armed;
    }
  }

  private long integers() {
    while (true) {
      long[] words = stripes;
      if (words != null && isClosed(words)) {
        if ((long) Stripes.WORD.getAcquire(words, KNOWN) != 0) {
          return words[LAST];
        }
      } else {
        long sum = value;
        for (int place = 0; words != null && place < Stripes.COUNT; place++) {
          sum += (long) Stripes.WORD.getAcquire(words, Stripes.word(place));
        }
        if (stripes == words) {
          return sum;
        }
      }
      Thread.onSpinWait();
    }
  }

  @Override
  final void close() {
    long[] closed = new long[KNOWN + 1];
    Arrays.fill(closed, 0, LAST, CLOSED);
    long[] open = (long[]) STRIPES.getAndSet(this, closed);
    long sum = (long) VALUE.getAndSet(this, CLOSED);
    if (open != null) {
      for (int place = 0; place < Stripes.COUNT; place++) {
        sum += (long) Stripes.WORD.getAndSet(open, Stripes.word(place), CLOSED);
      }
    }
    closed[LAST] = sum;
    Stripes.WORD.setRelease(closed, KNOWN, 1L);
    DoubleSum some = (DoubleSum) FRACTIONS.compareAndExchange(this, null, DoubleSum.NONE);
    if (some != null) {
      some.close();
    }
  }

  @Override
  long activity() {
    DoubleSum sum = fractions;
    return integers() + (sum == null ? 0 : 31 * Double.doubleToRawLongBits(sum.sum()));
  }
}
