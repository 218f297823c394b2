package io.obs4j.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricVisitor;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.JZJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * What two threads may see of one series of a summary, with a plain sum where a summary has its
 * window. Half of all series get one further stripe only: who finds it taken too must push the
 * value. In the others there are as many as a thread may need.
 */
public class StripedCellStress {

  private StripedCellStress() {}

  /** Two writers meet. */
  @JCStressTest
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "Every value once.")
  @Outcome(expect = FORBIDDEN, desc = "A value is lost or counted twice, or a stripe is torn.")
  @State
  public static class TwoWriters extends OneSeries {

    @Actor
    public void first() {
      put(2);
    }

    @Actor
    public void second() {
      put(2);
    }

    @Arbiter
    public void read(J_Result result) {
      result.r1 = count();
    }
  }

  /** A writer meets a reader. */
  @JCStressTest
  @Outcome(id = "0, (0|1|2), 2", expect = ACCEPTABLE, desc = "First read before.")
  @Outcome(id = "1, (1|2), 2", expect = ACCEPTABLE, desc = "First read in between.")
  @Outcome(id = "2, 2, 2", expect = ACCEPTABLE, desc = "First read after.")
  @Outcome(expect = FORBIDDEN, desc = "A reading that shrinks or is torn.")
  @State
  public static class WriterAndReader extends OneSeries {

    @Actor
    public void write() {
      put(2);
    }

    @Actor
    public void read(JJJ_Result result) {
      result.r1 = count();
      result.r2 = count();
    }

    @Arbiter
    public void readLast(JJJ_Result result) {
      result.r3 = count();
    }
  }

  /** A writer meets the end of the series. */
  @JCStressTest
  @Outcome(id = "32, (true|false), 0", expect = ACCEPTABLE, desc = "In the sum or refused.")
  @Outcome(
      expect = FORBIDDEN,
      desc = "A value neither in the last reading nor refused, or both; or counted later.")
  @State
  public static class WriterAndClose extends OneSeries {

    private long last;

    @Actor
    public void write() {
      put(32);
    }

    @Actor
    public void close() {
      cell.close();
      last = count();
    }

    @Arbiter
    public void read(JZJ_Result result) {
      long refused = metric.refused();
      result.r1 = count() + refused;
      result.r2 = refused > 0 && refused < 32;
      result.r3 = count() - last;
    }
  }

  /** A reader meets the end of the series, of whose values one has found no stripe. */
  @JCStressTest
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "The same before and after.")
  @Outcome(expect = FORBIDDEN, desc = "A value was missed on the way.")
  @State
  public static class ReaderAndClose extends OneSeries {

    /** With two values. */
    public ReaderAndClose() {
      put(1);
      putWhileRead();
    }

    @Actor
    public void read(JJ_Result result) {
      result.r1 = count();
    }

    @Actor
    public void close() {
      cell.close();
    }

    @Arbiter
    public void readAgain(JJ_Result result) {
      result.r2 = count();
    }
  }

  /** One series. */
  public static class OneSeries {

    private final int places = ThreadLocalRandom.current().nextBoolean() ? 1 : 8;
    final OneMetric metric =
        new OneMetric(MetricKind.COUNTER, 10, place -> new CountingCell(place, places));
    final CountingCell cell = (CountingCell) metric.table.intern(OneMetric.A);

    OneSeries() {}

    final void put(int times) {
      for (int i = 0; i < times; i++) {
        cell.put(0.5, 0);
      }
    }

    /** Puts a value that finds the one stripe taken by a reader. */
    final void putWhileRead() {
      boolean open = cell.firstStripe.lockForReading();
      put(1);
      if (open) {
        cell.firstStripe.unlock();
      }
    }

    /** How many values were put; a number far off if the parts of a stripe do not agree. */
    final long count() {
      return (long) OneMetric.valueOf(cell);
    }
  }

  /** Counts and adds up. */
  static final class CountingStripe extends Stripe {

    private long count;

    void add(double value) {
      count++;
      add(value, 0, 1);
    }

    double agreedCount() {
      return inUnit(1) == 0.5 * count ? count : Double.NEGATIVE_INFINITY;
    }

    @Override
    long count() {
      return count;
    }
  }

  /** Counts in stripes. */
  static final class CountingCell extends StripedCell<CountingStripe> {

    private final int places;
    final CountingStripe firstStripe;

    CountingCell(Place place, int places) {
      this(place, places, new CountingStripe());
    }

    private CountingCell(Place place, int places, CountingStripe first) {
      super(place, first);
      this.places = places;
      firstStripe = first;
    }

    @Override
    CountingStripe stripe() {
      return new CountingStripe();
    }

    @Override
    int places() {
      return places;
    }

    @Override
    void add(CountingStripe stripe, double value, long nanos) {
      stripe.add(value);
    }

    @Override
    void read(CountingStripe stripe, Readings readings) {
      readings.number.set(readings.number.doubleValue() + stripe.agreedCount(), null);
    }

    @Override
    void accept(MetricVisitor visitor, Readings readings) {
      readAll(readings);
      visitor.counter(this, readings.number);
    }
  }
}
