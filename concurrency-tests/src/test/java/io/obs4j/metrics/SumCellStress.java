package io.obs4j.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DD_Result;
import org.openjdk.jcstress.infra.results.DJ_Result;
import org.openjdk.jcstress.infra.results.DZD_Result;
import org.openjdk.jcstress.infra.results.D_Result;
import org.openjdk.jcstress.infra.results.ID_Result;
import org.openjdk.jcstress.infra.results.ZZD_Result;

/**
 * What two threads may see of one sum. A thread that adds does so often, so that the other one
 * meets it also where both are seldom on a processor. Amounts are ones, or different powers of two,
 * so that a sum tells which of them it contains.
 */
public class SumCellStress {

  private SumCellStress() {}

  /** Two writers meet: the sum gets stripes. */
  @JCStressTest
  @Outcome(id = "128.0", expect = ACCEPTABLE, desc = "Every amount once.")
  @Outcome(expect = FORBIDDEN, desc = "An amount is lost, or in the sum twice.")
  @State
  public static class TwoAdders {

    private final OneSum sum = OneSum.some();

    @Actor
    public void first() {
      sum.addOnes(64);
    }

    @Actor
    public void second() {
      sum.addOnes(64);
    }

    @Arbiter
    public void read(D_Result result) {
      result.r1 = sum.sum();
    }
  }

  /** Two writers make the part for fractions at once. */
  @JCStressTest
  @Outcome(id = "15.0", expect = ACCEPTABLE, desc = "Every amount once.")
  @Outcome(expect = FORBIDDEN, desc = "One part for fractions has replaced another.")
  @State
  public static class TwoFirstFractions extends OneCell {

    @Actor
    public void first() {
      addFractions(1, 2);
    }

    @Actor
    public void second() {
      addFractions(4, 8);
    }

    @Arbiter
    public void read(D_Result result) {
      result.r1 = sum();
    }
  }

  /** A writer meets the end of the sum, whose writers have met before or not. */
  @JCStressTest
  @Outcome(id = "64.0, (true|false), 0.0", expect = ACCEPTABLE, desc = "In the sum or refused.")
  @Outcome(expect = FORBIDDEN, desc = "Neither in the last sum nor refused, or both; or later.")
  @State
  public static class AdderAndClose {

    private final OneSum sum = OneSum.some();
    private double last;

    @Actor
    public void add() {
      sum.addOnes(64);
    }

    @Actor
    public void close() {
      sum.close();
      last = sum.sum();
    }

    @Arbiter
    public void read(DZD_Result result) {
      result.r1 = sum.sum() + sum.refused();
      result.r2 = sum.sum() > 0 && sum.refused() > 0;
      result.r3 = sum.sum() - last;
    }
  }

  /** The first fraction meets the end of the series. */
  @JCStressTest
  @Outcome(id = "3.0, 0", expect = ACCEPTABLE, desc = "Closed after.")
  @Outcome(id = "1.0, 1", expect = ACCEPTABLE, desc = "Closed in between.")
  @Outcome(id = "0.0, 2", expect = ACCEPTABLE, desc = "Closed before.")
  @Outcome(expect = FORBIDDEN, desc = "An amount neither in the last value nor refused, or both.")
  @State
  public static class FirstFractionAndClose extends OneCell {

    @Actor
    public void add() {
      addFractions(1, 2);
    }

    @Actor
    public void close() {
      cell.close();
    }

    @Arbiter
    public void read(DJ_Result result) {
      result.r1 = sum();
      result.r2 = refused();
    }
  }

  /** A writer meets a reader, and has met another writer before or not. */
  @JCStressTest
  @Outcome(id = "true, (true|false), 64.0", expect = ACCEPTABLE, desc = "It only grows.")
  @Outcome(expect = FORBIDDEN, desc = "A reading that shrinks, or an amount that is lost.")
  @State
  public static class AdderAndReader {

    private final OneSum sum = OneSum.some();

    @Actor
    public void add() {
      sum.addOnes(64);
    }

    @Actor
    public void read(ZZD_Result result) {
      double before = sum.sum();
      result.r1 = true;
      result.r2 = before > 0 && before < 64;
      for (int i = 0; i < 8; i++) {
        double next = sum.sum();
        result.r1 &= next >= before;
        before = next;
      }
    }

    @Arbiter
    public void readLast(ZZD_Result result) {
      result.r3 = sum.sum();
    }
  }

  /** A writer meets another one's first amount while the stripes are made, and both read. */
  @JCStressTest
  @Outcome(id = "(3|7|15).0, (12|13|15).0", expect = ACCEPTABLE, desc = "Each sees its own.")
  @Outcome(expect = FORBIDDEN, desc = "A writer does not see what it has added.")
  @State
  public static class TwoAddersWhoRead extends OneCell {

    @Actor
    public void first(DD_Result result) {
      addIntegers(1, 2);
      result.r1 = sum();
    }

    @Actor
    public void second(DD_Result result) {
      addIntegers(4, 8);
      result.r2 = sum();
    }
  }

  /** A reader meets the end of the sum. */
  @JCStressTest
  @Outcome(id = "0, 3.0", expect = ACCEPTABLE, desc = "The same before and after.")
  @Outcome(expect = FORBIDDEN, desc = "A part was missed, or a closed word was read as a sum.")
  @State
  public static class ReaderAndClose {

    private final OneSum sum = OneSum.some();

    /** With something in the word and perhaps in a stripe. */
    public ReaderAndClose() {
      sum.addOnes(1);
      if (ThreadLocalRandom.current().nextBoolean()) {
        sum.inflate();
      }
      sum.addOnes(2);
    }

    @Actor
    public void read(ID_Result result) {
      for (int i = 0; i < 16; i++) {
        result.r1 += sum.sum() == 3 ? 0 : 1;
      }
    }

    @Actor
    public void close() {
      sum.close();
    }

    @Arbiter
    public void readAgain(ID_Result result) {
      result.r2 = sum.sum();
    }
  }

  /**
   * The integers of a series or its fractions, each kept in a way of its own; half of all begin as
   * if two writers had met before.
   */
  private abstract static class OneSum {

    static OneSum some() {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      OneSum sum = random.nextBoolean() ? new Integers() : new Fractions();
      if (random.nextBoolean()) {
        sum.inflate();
      }
      return sum;
    }

    abstract void addOnes(int count);

    abstract double sum();

    abstract long refused();

    abstract void inflate();

    abstract void close();
  }

  private static final class Integers extends OneSum {

    private final OneCell series = new OneCell();

    @Override
    void addOnes(int count) {
      for (int i = 0; i < count; i++) {
        series.cell.add(1);
      }
    }

    @Override
    double sum() {
      return series.sum();
    }

    @Override
    long refused() {
      return series.refused();
    }

    @Override
    void inflate() {
      series.cell.inflate();
    }

    @Override
    void close() {
      series.cell.close();
    }
  }

  private static final class Fractions extends OneSum {

    private final DoubleSum sum = new DoubleSum();
    private int refused; // where one thread adds

    @Override
    void addOnes(int count) {
      for (int i = 0; i < count; i++) {
        if (!sum.add(1)) {
          refused++;
        }
      }
    }

    @Override
    double sum() {
      return sum.sum();
    }

    @Override
    long refused() {
      return refused;
    }

    @Override
    void inflate() {
      long[] unused = sum.inflate();
    }

    @Override
    void close() {
      sum.close();
    }
  }

  /** One series of a counter. */
  public static class OneCell {

    private final OneMetric metric = OneMetric.counter();
    final CounterCell cell = metric.counterOf(OneMetric.A);

    OneCell() {}

    final void addIntegers(long... amounts) {
      for (long amount : amounts) {
        cell.add(amount);
      }
    }

    final void addFractions(double... amounts) {
      for (double amount : amounts) {
        cell.add(amount);
      }
    }

    final double sum() {
      return OneMetric.valueOf(cell);
    }

    final long refused() {
      return metric.refused();
    }
  }
}
