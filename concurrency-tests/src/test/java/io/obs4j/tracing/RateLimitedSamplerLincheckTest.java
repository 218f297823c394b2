package io.obs4j.tracing;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Three threads sample while time passes, in the orders that the model checker chooses, and no one
 * can tell the limit from a bucket of tokens behind a lock.
 */
public class RateLimitedSamplerLincheckTest {

  private static final boolean THOROUGH =
      System.getProperty("jcstress.effort", "brief").equals("thorough");

  private final OneRateLimit limit = new OneRateLimit();

  /** A limit for Lincheck, which makes one for each execution. */
  public RateLimitedSamplerLincheckTest() {}

  @Operation
  public boolean sample() {
    return limit.sample();
  }

  @Operation
  public void advance() {
    limit.advance();
  }

  @Test
  void rateLimit_threeThreads_isLinearizable() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(2)
        .iterations(THOROUGH ? 100 : 20)
        .invocationsPerIteration(THOROUGH ? 2_000 : 200)
        .sequentialSpecification(Sequential.class)
        .check(RateLimitedSamplerLincheckTest.class);
  }

  /** What the limit is to be like. */
  public static final class Sequential {

    private int saved = 2;

    /** A limit for Lincheck. */
    public Sequential() {}

    public boolean sample() {
      if (saved == 0) {
        return false;
      }
      saved--;
      return true;
    }

    public void advance() {
      saved = Math.min(2, saved + 1);
    }
  }
}
