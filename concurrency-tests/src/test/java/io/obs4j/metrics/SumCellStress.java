package io.obs4j.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.DD_Result;
import org.openjdk.jcstress.infra.results.DJ_Result;
import org.openjdk.jcstress.infra.results.D_Result;

/**
 * What two threads may see of one sum. Amounts are different powers of two, so that a sum tells
 * which of them it contains.
 */
public class SumCellStress {

  private SumCellStress() {}

  /** Two writers meet: the sum gets stripes. */
  @JCStressTest
  @Outcome(id = "63.0", expect = ACCEPTABLE, desc = "Every amount once.")
  @Outcome(expect = FORBIDDEN, desc = "An amount is lost, or in the sum twice.")
  @State
  public static class TwoAdders extends OneCell {

    @Actor
    public void first() {
      addIntegers(1, 2, 4);
    }

    @Actor
    public void second() {
      addIntegers(8, 16, 32);
    }

    @Arbiter
    public void read(D_Result result) {
      result.r1 = sum();
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

  /** A writer meets the end of the series, whose writers have met before or not. */
  @JCStressTest
  @Outcome(id = "7.0, 0", expect = ACCEPTABLE, desc = "Closed after.")
  @Outcome(id = "3.0, 1", expect = ACCEPTABLE, desc = "Closed before the third.")
  @Outcome(id = "1.0, 2", expect = ACCEPTABLE, desc = "Closed before the second.")
  @Outcome(id = "0.0, 3", expect = ACCEPTABLE, desc = "Closed before.")
  @Outcome(expect = FORBIDDEN, desc = "An amount neither in the last value nor refused, or both.")
  @State
  public static class AdderAndClose extends OneCell {

    /** With stripes or without. */
    public AdderAndClose() {
      inflateSome();
    }

    @Actor
    public void add() {
      addIntegers(1, 2, 4);
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
  @Outcome(id = "0.0, (0|1|3|7).0, 7.0", expect = ACCEPTABLE, desc = "First read before.")
  @Outcome(id = "1.0, (1|3|7).0, 7.0", expect = ACCEPTABLE, desc = "First read after one.")
  @Outcome(id = "3.0, (3|7).0, 7.0", expect = ACCEPTABLE, desc = "First read after two.")
  @Outcome(id = "7.0, 7.0, 7.0", expect = ACCEPTABLE, desc = "First read after.")
  @Outcome(expect = FORBIDDEN, desc = "A reading that shrinks or omits an earlier amount.")
  @State
  public static class AdderAndWalk extends OneCell {

    /** With stripes or without. */
    public AdderAndWalk() {
      inflateSome();
    }

    @Actor
    public void add() {
      addIntegers(1, 2, 4);
    }

    @Actor
    public void walk(DDD_Result result) {
      result.r1 = sum();
      result.r2 = sum();
    }

    @Arbiter
    public void read(DDD_Result result) {
      result.r3 = sum();
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

  /** A reader meets the end of the series. */
  @JCStressTest
  @Outcome(id = "15.0, 15.0", expect = ACCEPTABLE, desc = "The same before and after.")
  @Outcome(expect = FORBIDDEN, desc = "A part was missed, or a closed word was read as a sum.")
  @State
  public static class WalkAndClose extends OneCell {

    /** With something in each part. */
    public WalkAndClose() {
      addIntegers(1);
      cell.inflate();
      addIntegers(2);
      addFractions(4, 8);
    }

    @Actor
    public void walk(DD_Result result) {
      result.r1 = sum();
    }

    @Actor
    public void close() {
      cell.close();
    }

    @Arbiter
    public void read(DD_Result result) {
      result.r2 = sum();
    }
  }

  /** One series of a counter. */
  public static class OneCell {

    private final OneMetric metric = OneMetric.counter();
    final CounterCell cell = metric.counterOf(OneMetric.A);

    OneCell() {}

    /** Half of all series begin as if two writers had met before. */
    final void inflateSome() {
      if (ThreadLocalRandom.current().nextBoolean()) {
        cell.inflate();
      }
    }

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
