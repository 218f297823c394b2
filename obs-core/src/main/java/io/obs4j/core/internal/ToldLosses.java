package io.obs4j.core.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of what was ever lost has been told by a flush that has ended. A flush tells of what is
 * more than was told when it began; so of several at once each hears of a loss, and who flushes
 * afterwards does not hear of it again. Safe for use by any thread.
 */
public final class ToldLosses {

  /*
   * What is lost is counted elsewhere, and only grows. A flush reads what was told before it looks at
   * anything, and the losses when all that it waits for is settled; only then is more told. Losses
   * that are counted meanwhile, of what was taken in after it began, it tells of, too: it may be false
   * without need, and never true without right.
   */

  private final AtomicLong told = new AtomicLong();

  /** None so far. */
  public ToldLosses() {}

  /**
   * Where a flush begins.
   *
   * @return how much was told before it
   */
  public long mark() {
    return told.get();
  }

  /**
   * Where a flush ends, which is then told of all losses.
   *
   * @param mark of its beginning
   * @param lost how much was ever lost
   * @return whether it has nothing to tell
   */
  public boolean isWhole(long mark, long lost) {
    told.accumulateAndGet(lost, Math::max);
    return lost <= mark;
  }
}
