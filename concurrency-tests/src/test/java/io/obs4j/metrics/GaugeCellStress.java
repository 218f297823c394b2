package io.obs4j.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.obs4j.core.MetricKind;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.D_Result;

/** What two threads may do to one gauge. */
public class GaugeCellStress {

  private GaugeCellStress() {}

  /** Two threads add. */
  @JCStressTest
  @Outcome(id = "6.0", expect = ACCEPTABLE, desc = "Both amounts are in the value.")
  @Outcome(expect = FORBIDDEN, desc = "One has overwritten the other.")
  @State
  public static class AddAndAdd extends OneGauge {

    @Actor
    public void first() {
      gauge.add(1);
      gauge.add(1);
    }

    @Actor
    public void second() {
      gauge.add(2);
      gauge.add(2);
    }

    @Arbiter
    public void read(D_Result result) {
      result.r1 = value();
    }
  }

  /** Two threads raise. */
  @JCStressTest
  @Outcome(id = "4.0", expect = ACCEPTABLE, desc = "The highest stays.")
  @Outcome(expect = FORBIDDEN, desc = "A lower candidate has replaced a higher one.")
  @State
  public static class MaxAndMax extends OneGauge {

    @Actor
    public void first() {
      gauge.max(1);
      gauge.max(3);
    }

    @Actor
    public void second() {
      gauge.max(2);
      gauge.max(4);
    }

    @Arbiter
    public void read(D_Result result) {
      result.r1 = value();
    }
  }

  /** One thread adds, the other raises. */
  @JCStressTest
  @Outcome(id = "5.0", expect = ACCEPTABLE, desc = "Added, then raised.")
  @Outcome(id = "6.0", expect = ACCEPTABLE, desc = "Raised, then added.")
  @Outcome(expect = FORBIDDEN, desc = "One has overwritten the other.")
  @State
  public static class AddAndMax extends OneGauge {

    @Actor
    public void add() {
      gauge.add(1);
    }

    @Actor
    public void raise() {
      gauge.max(5);
    }

    @Arbiter
    public void read(D_Result result) {
      result.r1 = value();
    }
  }

  /** One gauge. */
  public static class OneGauge {

    final GaugeCell gauge =
        (GaugeCell) new OneMetric(MetricKind.GAUGE, 10, GaugeCell::new).table.intern(OneMetric.A);

    OneGauge() {}

    final double value() {
      return OneMetric.valueOf(gauge);
    }
  }
}
