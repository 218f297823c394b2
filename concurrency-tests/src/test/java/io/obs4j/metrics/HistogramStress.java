package io.obs4j.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.NumberReading;
import io.obs4j.core.SelectiveMetricVisitor;
import io.obs4j.core.Series;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** What two threads may see of one series of a histogram. */
public class HistogramStress {

  private HistogramStress() {}

  /** Two writers meet: the second makes stripes, and no value is lost. */
  @JCStressTest
  @Outcome(id = "4, 10", expect = ACCEPTABLE, desc = "Every value is counted and summed once.")
  @State
  public static class TwoWriters extends OneSeries {

    @Actor
    public void first() {
      histogram.record(1);
      histogram.record(2);
    }

    @Actor
    public void second() {
      histogram.record(3);
      histogram.record(4);
    }

    @Arbiter
    public void read(JJ_Result result) {
      Reading reading = read();
      result.r1 = reading.count;
      result.r2 = (long) reading.sum;
    }
  }

  /** A writer meets a reader: its value waits on the list, and the reading stays consistent. */
  @JCStressTest
  @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "Read before.")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Read in between.")
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Read after.")
  @Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "Count, sum and buckets disagree.")
  @State
  public static class WriterAndReader extends OneSeries {

    @Actor
    public void write() {
      histogram.record(1.5);
      histogram.record(1.5);
    }

    @Actor
    public void read(JJ_Result result) {
      Reading reading = read();
      result.r1 = reading.sum == 1.5 * reading.count ? reading.count : -1;
    }

    @Arbiter
    public void readAgain(JJ_Result result) {
      result.r2 = read().count;
    }
  }

  /** A writer meets a removal: each value is in the last reading or refused. */
  @JCStressTest
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Removed after.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Removed in between.")
  @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "Removed before.")
  @State
  public static class WriterAndRemoval extends OneSeries {

    @Actor
    public void write() {
      histogram.record(1);
      histogram.record(1);
    }

    @Actor
    public void remove() {
      ((Cell) histogram).close();
    }

    @Arbiter
    public void read(JJ_Result result) {
      Reading reading = read();
      result.r1 = reading.count;
      result.r2 = reading.refused;
    }
  }

  /** A reader meets a removal: it sees what was recorded before, whatever the moment. */
  @JCStressTest
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Nothing is lost on the way.")
  @State
  public static class ReaderAndRemoval extends OneSeries {

    /** With a value before. */
    public ReaderAndRemoval() {
      histogram.record(1);
      histogram.record(1);
    }

    @Actor
    public void read(JJ_Result result) {
      result.r1 = read().count;
    }

    @Actor
    public void remove() {
      ((Cell) histogram).close();
    }

    @Arbiter
    public void readAgain(JJ_Result result) {
      result.r2 = read().count;
    }
  }

  /** One histogram without labels. */
  public static class OneSeries {

    private final Metrics metrics = Metrics.create();
    final Histogram histogram = metrics.histogram("h").create();

    OneSeries() {}

    final Reading read() {
      Reading reading = new Reading();
      metrics.visit(reading);
      return reading;
    }
  }

  /** The series' reading, and how many recordings were refused. */
  static final class Reading implements SelectiveMetricVisitor {

    long count;
    double sum;
    long refused;
    private String family = "";

    @Override
    public void family(MetricFamily next) {
      family = next.name();
    }

    @Override
    public void histogram(Series series, HistogramReading reading) {
      count = reading.count();
      sum = reading.sum();
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      if (family.equals("obs.metrics.refused")) {
        refused = reading.longValue();
      }
    }
  }
}
