package io.obs4j.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZII_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What two threads may see of one table. */
public class SeriesTableStress {

  private SeriesTableStress() {}

  /** Two threads make the same series. */
  @JCStressTest
  @Outcome(id = "true, 1, 1", expect = ACCEPTABLE, desc = "One makes it, the other finds it.")
  @Outcome(expect = FORBIDDEN, desc = "Two cells of one key, or two in the count or the walk.")
  @State
  public static class SameKey {

    private final OneMetric metric = OneMetric.counter();
    private Cell first = NONE;
    private Cell second = NONE;

    @Actor
    public void first() {
      first = metric.table.intern(OneMetric.A);
    }

    @Actor
    public void second() {
      second = metric.table.intern(OneMetric.A);
    }

    @Arbiter
    @SuppressWarnings("ReferenceEquality") // one and the same is what is asked for
    public void compare(ZII_Result result) {
      result.r1 = first == second;
      result.r2 = metric.table.liveCount();
      result.r3 = metric.walk().shown;
    }
  }

  /** One thread makes series until the table grows, the other looks for one that was there. */
  @JCStressTest
  @Outcome(id = "true, 3, 3", expect = ACCEPTABLE, desc = "Found where it was, or where it is.")
  @Outcome(expect = FORBIDDEN, desc = "A series was not found, and made twice.")
  @State
  public static class LookUpAndGrowth {

    private final OneMetric metric = OneMetric.counter();
    private final Cell before = metric.table.intern(OneMetric.A);

    @Actor
    @SuppressWarnings("ReferenceEquality") // one and the same is what is asked for
    public void lookUp(ZII_Result result) {
      result.r1 = metric.table.intern(OneMetric.A) == before;
    }

    @Actor
    public void grow() {
      metric.table.intern(OneMetric.B);
      metric.table.intern(OneMetric.C);
    }

    @Arbiter
    public void count(ZII_Result result) {
      result.r2 = metric.table.liveCount();
      result.r3 = metric.walk().shown;
    }
  }

  /** Two threads make different series where there is room for one more. */
  @JCStressTest
  @Outcome(id = "1, 2, 1", expect = ACCEPTABLE, desc = "One is made, the other overflows.")
  @Outcome(expect = FORBIDDEN, desc = "More series than the limit, or an overflow not counted.")
  @State
  public static class Limit {

    private final OneMetric metric = OneMetric.counter(1);

    @Actor
    public void first() {
      metric.counterOf(OneMetric.A).increment();
    }

    @Actor
    public void second() {
      metric.counterOf(OneMetric.B).increment();
    }

    @Arbiter
    public void count(III_Result result) {
      OneMetric.Walk walk = metric.walk();
      result.r1 = metric.table.liveCount();
      result.r2 = (int) walk.sum;
      result.r3 = (int) metric.refused();
    }
  }

  /** One thread looks up and writes a series that the other removes. */
  @JCStressTest
  @Outcome(id = "1, -1, 0", expect = ACCEPTABLE, desc = "Written, then removed.")
  @Outcome(id = "0, -1, 1", expect = ACCEPTABLE, desc = "Removed in between, so refused.")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "Removed, then made again and written.")
  @Outcome(expect = FORBIDDEN, desc = "The write is nowhere, or in two places.")
  @State
  public static class WriteAndRemove {

    private final OneMetric metric = OneMetric.counter();
    private final Cell before = metric.table.intern(OneMetric.A);

    @Actor
    public void write() {
      metric.counterOf(OneMetric.A).increment();
    }

    @Actor
    public void remove() {
      metric.table.remove(OneMetric.A);
    }

    @Arbiter
    public void count(III_Result result) {
      OneMetric.Walk walk = metric.walk();
      result.r1 = (int) OneMetric.valueOf(before);
      result.r2 = walk.shown == 0 ? -1 : (int) walk.sum;
      result.r3 = (int) metric.refused();
    }
  }

  /** Two threads remove the same series. */
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The first did.")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The second did.")
  @Outcome(expect = FORBIDDEN, desc = "Ended twice, or not at all.")
  @State
  public static class RemoveAndRemove {

    private final OneMetric metric = OneMetric.counter();

    /** With a series. */
    public RemoveAndRemove() {
      metric.table.intern(OneMetric.A);
    }

    @Actor
    public void first(ZZ_Result result) {
      result.r1 = metric.table.remove(OneMetric.A);
    }

    @Actor
    public void second(ZZ_Result result) {
      result.r2 = metric.table.remove(OneMetric.A);
    }
  }

  /** A walk meets a series that is removed and made again, which a reader awaits to see or not. */
  @JCStressTest
  @Outcome(id = "true, 1, 1", expect = ACCEPTABLE, desc = "The old one, which is awaited.")
  @Outcome(id = "false, (0|1), 1", expect = ACCEPTABLE, desc = "One of them, or in between.")
  @Outcome(expect = FORBIDDEN, desc = "One key twice in a walk, or an awaited one missing.")
  @State
  public static class WalkAndReplacement {

    private final OneMetric metric = OneMetric.counter();
    private final boolean awaited = ThreadLocalRandom.current().nextBoolean();

    /**
     * With the series to be replaced, others that a walk meets on its way from there, and room
     * behind them.
     */
    public WalkAndReplacement() {
      metric.table.intern(OneMetric.A);
      for (int i = 1; i < 8; i++) {
        metric.table.intern(LabelValues.of(String.valueOf(i)));
      }
      if (awaited) {
        metric.openReader();
      }
    }

    @Actor
    public void walk(ZII_Result result) {
      result.r1 = awaited;
      result.r2 = shown();
    }

    @Actor
    public void replace() {
      metric.table.remove(OneMetric.A);
      metric.table.intern(OneMetric.C);
      metric.table.intern(OneMetric.A);
    }

    @Arbiter
    public void walkAgain(ZII_Result result) {
      result.r3 = shown();
    }

    private int shown() {
      return (int) metric.walk().keys().chars().filter(key -> key == 'a').count();
    }
  }

  private static final Cell NONE = OneMetric.counter().counterOf(OneMetric.A);
}
