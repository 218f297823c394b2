package io.obs4j.metrics;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Three threads look up, write and remove two series in the orders that the model checker chooses,
 * and no one can tell their table from a set behind a lock.
 *
 * <p>Walks are not among the operations: one may miss a series and show a later one.
 */
public class SeriesTableLincheckTest {

  private static final boolean THOROUGH =
      System.getProperty("jcstress.effort", "brief").equals("thorough");

  private final OneMetric metric = OneMetric.counter();

  /** A table for Lincheck, which makes one for each execution. */
  public SeriesTableLincheckTest() {}

  @Operation
  public void writeA() {
    metric.counterOf(OneMetric.A).increment();
  }

  @Operation
  public boolean removeA() {
    return metric.table.remove(OneMetric.A);
  }

  @Operation
  public void writeB() {
    metric.counterOf(OneMetric.B).increment();
  }

  @Operation
  public boolean removeB() {
    return metric.table.remove(OneMetric.B);
  }

  /**
   * What a refusal is told as is not checked: Lincheck takes the loop over the characters of the
   * line for endless.
   */
  @Test
  void table_threeThreads_isLinearizable() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(2)
        .iterations(THOROUGH ? 100 : 5)
        .invocationsPerIteration(THOROUGH ? 1_000 : 50)
        .addGuarantee(forClasses(Refusals.class.getName()).allMethods().ignore())
        .sequentialSpecification(Sequential.class)
        .check(SeriesTableLincheckTest.class);
  }

  /** What the table is to be like. */
  public static final class Sequential {

    private boolean a;
    private boolean b;

    /** A set for Lincheck. */
    public Sequential() {}

    public void writeA() {
      a = true;
    }

    public boolean removeA() {
      boolean there = a;
      a = false;
      return there;
    }

    public void writeB() {
      b = true;
    }

    public boolean removeB() {
      boolean there = b;
      b = false;
      return there;
    }
  }
}
