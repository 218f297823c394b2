package io.obs4j.metrics;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Three threads increment, read and close a counter in the orders that the model checker chooses,
 * and no one can tell it from a counter behind a lock.
 *
 * <p>Only increments of one are linearizable: a reading may miss an addition and contain a later
 * one of another thread, which shows when the amounts differ.
 */
public class SumCellLincheckTest {

  private static final boolean THOROUGH =
      System.getProperty("jcstress.effort", "brief").equals("thorough");

  private final OneMetric metric = OneMetric.counter();
  private final CounterCell cell = metric.counterOf(OneMetric.A);

  /** A counter for Lincheck, which makes one for each execution. */
  public SumCellLincheckTest() {}

  @Operation
  public void increment() {
    cell.increment();
  }

  @Operation
  public long sum() {
    return (long) OneMetric.valueOf(cell);
  }

  @Operation(runOnce = true)
  public void close() {
    cell.close();
  }

  @Operation
  public long refused() {
    return metric.refused();
  }

  @Test
  void counter_threeThreads_isLinearizable() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(2)
        .iterations(THOROUGH ? 100 : 5)
        .invocationsPerIteration(THOROUGH ? 1_000 : 50)
        .addGuarantee(forClasses(Refusals.class.getName()).allMethods().ignore())
        .sequentialSpecification(Sequential.class)
        .check(SumCellLincheckTest.class);
  }

  /** What the counter is to be like. */
  public static final class Sequential {

    private long sum;
    private long refused;
    private boolean closed;

    /** A counter for Lincheck. */
    public Sequential() {}

    public void increment() {
      if (closed) {
        refused++;
      } else {
        sum++;
      }
    }

    public long sum() {
      return sum;
    }

    public void close() {
      closed = true;
    }

    public long refused() {
      return refused;
    }
  }
}
