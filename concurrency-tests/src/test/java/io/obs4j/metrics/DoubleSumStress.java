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
import org.openjdk.jcstress.infra.results.D_Result;

/**
 * What two threads may see of one sum of doubles. Amounts are different powers of two, so that a
 * sum is exact and tells which of them it contains.
 */
public class DoubleSumStress {

  private DoubleSumStress() {}

  /** Two writers meet: the sum gets stripes. */
  @JCStressTest
  @Outcome(id = "63.0", expect = ACCEPTABLE, desc = "Every amount once.")
  @Outcome(expect = FORBIDDEN, desc = "An amount is lost, or in the sum twice.")
  @State
  public static class TwoAdders extends OneSum {

    @Actor
    public void first() {
      add(1, 2, 4);
    }

    @Actor
    public void second() {
      add(8, 16, 32);
    }

    @Arbiter
    public void read(D_Result result) {
      result.r1 = sum.sum();
    }
  }

  /** A writer meets the end of the sum, whose writers have met before or not. */
  @JCStressTest
  @Outcome(id = "7.0, 7.0", expect = ACCEPTABLE, desc = "Closed after.")
  @Outcome(id = "3.0, 3.0", expect = ACCEPTABLE, desc = "Closed before the third.")
  @Outcome(id = "1.0, 1.0", expect = ACCEPTABLE, desc = "Closed before the second.")
  @Outcome(id = "0.0, 0.0", expect = ACCEPTABLE, desc = "Closed before.")
  @Outcome(
      id = {"2.0, 2.0", "4.0, 4.0", "5.0, 5.0", "6.0, 6.0"},
      expect = ACCEPTABLE,
      desc = "Refused at the word, then let into a stripe that was not closed yet.")
  @Outcome(expect = FORBIDDEN, desc = "What was accepted is not what the last sum holds.")
  @State
  public static class AdderAndClose extends OneSum {

    /** With stripes or without. */
    public AdderAndClose() {
      inflateSome();
    }

    @Actor
    public void add(DD_Result result) {
      result.r1 = add(1, 2, 4);
    }

    @Actor
    public void close() {
      sum.close();
    }

    @Arbiter
    public void read(DD_Result result) {
      result.r2 = sum.sum();
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
  public static class AdderAndReader extends OneSum {

    /** With stripes or without. */
    public AdderAndReader() {
      inflateSome();
    }

    @Actor
    public void add(DDD_Result result) {
      add(1, 2, 4);
    }

    @Actor
    public void read(DDD_Result result) {
      result.r1 = sum.sum();
      result.r2 = sum.sum();
    }

    @Arbiter
    public void readLast(DDD_Result result) {
      result.r3 = sum.sum();
    }
  }

  /** A reader meets the end of the sum. */
  @JCStressTest
  @Outcome(id = "3.0, 3.0", expect = ACCEPTABLE, desc = "The same before and after.")
  @Outcome(expect = FORBIDDEN, desc = "A part was missed, or a closed word was read as a sum.")
  @State
  public static class ReaderAndClose extends OneSum {

    /** With something in the word and in a stripe. */
    public ReaderAndClose() {
      add(1);
      sum.inflate();
      add(2);
    }

    @Actor
    public void read(DD_Result result) {
      result.r1 = sum.sum();
    }

    @Actor
    public void close() {
      sum.close();
    }

    @Arbiter
    public void readAgain(DD_Result result) {
      result.r2 = sum.sum();
    }
  }

  /** One sum. */
  public static class OneSum {

    final DoubleSum sum = new DoubleSum();

    OneSum() {}

    /** Half of all sums begin as if two writers had met before. */
    final void inflateSome() {
      if (ThreadLocalRandom.current().nextBoolean()) {
        sum.inflate();
      }
    }

    /** Adds amounts; the sum of those that were accepted. */
    final double add(double... amounts) {
      double accepted = 0;
      for (double amount : amounts) {
        accepted += sum.add(amount) ? amount : 0;
      }
      return accepted;
    }
  }
}
