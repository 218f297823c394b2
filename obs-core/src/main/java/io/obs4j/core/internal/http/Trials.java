package io.obs4j.core.internal.http;

/**
 * How a request has fared so far.
 *
 * @param failures how often it has failed in all: what has failed least goes first
 * @param counted how often while others arrived, so that the fault may be its own
 * @param arrived how many others had arrived when it failed last
 * @param notBefore when it may be sent again, by the clock that only grows
 */
record Trials(int failures, int counted, long arrived, long notBefore) {

  /** A moment that no clock tells: the time need not be looked at. */
  private static final long AT_ONCE = Long.MIN_VALUE;

  /** Those of a request that has not failed yet. */
  static final Trials NONE = new Trials(0, 0, 0, AT_ONCE);

  /** How long until it may be sent again; zero or less if it may now. */
  long waitNanos(long now) {
    return notBefore == AT_ONCE ? 0 : notBefore - now;
  }

  /** Once it has failed while the destination took in others. */
  Trials failed(long now, Retry retry, long others) {
    return new Trials(failures + 1, counted + 1, others, now + retry.delayNanos(counted + 1));
  }

  /**
   * Once it has failed while the destination counted as down. That is no fault of its own, unless
   * others have arrived since it failed before.
   */
  Trials failedProbe(long now, Retry retry, long others) {
    return failures > 0 && others != arrived
        ? failed(now, retry, others)
        : new Trials(failures + 1, counted, others, notBefore);
  }

  /** When it may be sent at once. */
  Trials hurried() {
    return new Trials(failures, counted, arrived, AT_ONCE);
  }
}
