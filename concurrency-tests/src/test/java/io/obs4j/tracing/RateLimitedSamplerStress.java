package io.obs4j.tracing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two threads that want the last span of a rate limit. */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The first got it.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The second got it.")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "Both got it: the rate is exceeded.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "Neither got it: a span is lost.")
@State
public class RateLimitedSamplerStress {

  private final OneRateLimit limit = new OneRateLimit();

  /** A limit with one span left. */
  public RateLimitedSamplerStress() {
    limit.sample();
  }

  @Actor
  public void first(ZZ_Result result) {
    result.r1 = limit.sample();
  }

  @Actor
  public void second(ZZ_Result result) {
    result.r2 = limit.sample();
  }
}
