package io.obs4j.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A sum of doubles that many threads add to, and that can be closed. */
final class DoubleSum {

  /*
   * As in SumCell: one word, and stripes once two attempts in a row have failed. Words hold the bits
   * of a double and are changed by compare-and-set, so adding is lock-free. A closed word holds a
   * NaN that no addition of finite numbers makes; whoever meets it knows that the amount was
   * refused. Closing publishes the stripes before it closes the words, and the last sum after.
   */
  private static final VarHandle VALUE;
  private static final VarHandle STRIPES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      VALUE = lookup.findVarHandle(DoubleSum.class, "value", long.class);
      STRIPES = lookup.findVarHandle(DoubleSum.class, "stripes", long[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final long CLOSED = 0x7ff8_0000_c105_ed00L;

  /** A sum of nothing that refuses everything. */
  static final DoubleSum NONE = new DoubleSum();

  static {
    NONE.close();
  }

  private volatile long value;
  private volatile long @Nullable [] stripes;
  private double last;
  private volatile boolean closed;

  /** Adds a finite amount; false if the sum is closed. */
  boolean add(double amount) {
    long[] words = stripes;
    for (int attempt = 0; words == null; attempt++) {
      long before = value;
      if (before == CLOSED) {
        return false;
      }
      if (VALUE.compareAndSet(this, before, plus(before, amount))) {
        return true;
      }
      words = attempt == 0 ? stripes : inflate();
    }
    int word = Stripes.word();
    while (true) {
      long before = (long) Stripes.WORD.getVolatile(words, word);
      if (before == CLOSED) {
        return false;
      }
      if (Stripes.WORD.compareAndSet(words, word, before, plus(before, amount))) {
        return true;
      }
    }
  }

  double sum() {
    while (true) {
      if (closed) {
        return last;
      }
      long first = value;
      long[] words = stripes;
      boolean open = first != CLOSED;
      double sum = Double.longBitsToDouble(first);
      for (int place = 0; open && words != null && place < Stripes.COUNT; place++) {
        long word = (long) Stripes.WORD.getOpaque(words, Stripes.word(place));
        open = word != CLOSED;
        sum += Double.longBitsToDouble(word);
      }
      if (open) {
        return sum;
      }
      Thread.onSpinWait();
    }
  }

  /** Ends the sum. Called once. */
  void close() {
    long[] words = inflate();
    double sum = Double.longBitsToDouble((long) VALUE.getAndSet(this, CLOSED));
    for (int place = 0; place < Stripes.COUNT; place++) {
      long word = (long) Stripes.WORD.getAndSet(words, Stripes.word(place), CLOSED);
      sum += Double.longBitsToDouble(word);
    }
    last = sum;
    closed = true;
  }

  /** The stripes, made if there are none. */
  long[] inflate() {
    long[] fresh = new long[Stripes.LENGTH];
    long[] other = (long[]) STRIPES.compareAndExchange(this, null, fresh);
    return other == null ? fresh : other;
  }

  private static long plus(long bits, double amount) {
    return Double.doubleToRawLongBits(Double.longBitsToDouble(bits) + amount);
  }
}
