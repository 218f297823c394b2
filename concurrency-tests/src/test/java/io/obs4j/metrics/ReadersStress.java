package io.obs4j.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.obs4j.core.MetricReader;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What readers see of removed series. In results -1 stands for a series that is not shown. */
public class ReadersStress {

  private ReadersStress() {}

  /** A reader's walk meets the last write and the removal. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Walked before the write.")
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Begun before the removal: shown once more.")
  @Outcome(id = "2, -1", expect = ACCEPTABLE, desc = "Walked after the removal.")
  @Outcome(expect = FORBIDDEN, desc = "The last value was never shown.")
  @State
  public static class ReaderAndRemoval extends OneSeries {

    private final MetricReader reader = metric.openReader();

    @Actor
    public void walk(II_Result result) {
      result.r1 = visit(reader);
    }

    @Actor
    public void writeAndRemove() {
      cell.increment();
      metric.table.remove(OneMetric.A);
    }

    @Arbiter
    public void walkAgain(II_Result result) {
      result.r2 = visit(reader);
    }
  }

  /** Two readers see a removed series at once. */
  @JCStressTest
  @Outcome(id = "1, 1, -1", expect = ACCEPTABLE, desc = "Each has seen it, then it is gone.")
  @Outcome(
      expect = FORBIDDEN,
      desc = "One was not waited for, or it stays though all have seen it.")
  @State
  public static class TwoReaders extends OneSeries {

    private final MetricReader first = metric.openReader();
    private final MetricReader second = metric.openReader();

    /** With a series that is removed. */
    public TwoReaders() {
      metric.table.remove(OneMetric.A);
    }

    @Actor
    public void first(III_Result result) {
      result.r1 = visit(first);
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = visit(second);
    }

    @Arbiter
    public void walk(III_Result result) {
      OneMetric.Walk walk = metric.walk();
      result.r3 = walk.shown == 0 ? -1 : (int) walk.sum;
    }
  }

  /**
   * A reader opens, or another one closes, while a series is removed: nobody is waited for long.
   */
  @JCStressTest
  @Outcome(id = "(1|-1), -1", expect = ACCEPTABLE, desc = "Seen or not, it is gone in the end.")
  @Outcome(expect = FORBIDDEN, desc = "It stays though nobody is left who has not seen it.")
  @State
  public static class OpeningAndRemoval extends OneSeries {

    private final MetricReader closing = metric.openReader();

    @Actor
    public void open(II_Result result) {
      MetricReader opened = metric.openReader();
      closing.close();
      result.r1 = visit(opened);
      opened.close();
    }

    @Actor
    public void remove() {
      metric.table.remove(OneMetric.A);
    }

    @Arbiter
    public void walk(II_Result result) {
      OneMetric.Walk walk = metric.walk();
      result.r2 = walk.shown == 0 ? -1 : (int) walk.sum;
    }
  }

  /** A series with the value 1. */
  public static class OneSeries {

    final OneMetric metric = OneMetric.counter();
    final CounterCell cell = metric.counterOf(OneMetric.A);

    OneSeries() {
      cell.increment();
    }

    static int visit(MetricReader reader) {
      OneMetric.Walk walk = new OneMetric.Walk();
      reader.visit(walk);
      return walk.shown == 0 ? -1 : (int) walk.sum;
    }
  }
}
