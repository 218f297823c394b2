package io.obs4j.examples.shop;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Makes a step take a realistic time and fail now and then. The times are log-normal: most are near
 * the median, a few are several times as long. The same seed gives the same sequence. Safe for use
 * by any thread.
 */
final class Chance {

  private static final double SPREAD = 0.4;
  private static final double LONGEST_MILLIS = 2_000;

  private final Random random;
  private final double medianMillis;
  private final double errors;

  Chance(long seed, double medianMillis, double errors) {
    this.random = new Random(seed);
    this.medianMillis = medianMillis;
    this.errors = errors;
  }

  double nextMillis() {
    return Math.min(medianMillis * Math.exp(SPREAD * random.nextGaussian()), LONGEST_MILLIS);
  }

  boolean nextFails() {
    return random.nextDouble() < errors;
  }

  /**
   * Takes the time that the work would take.
   *
   * @throws StepFailedException now and then
   */
  void work() throws StepFailedException {
    try {
      TimeUnit.MICROSECONDS.sleep(Math.round(nextMillis() * 1_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailedException("The step was interrupted");
    }
    if (nextFails()) {
      throw new StepFailedException("The step failed, as it does now and then");
    }
  }
}
