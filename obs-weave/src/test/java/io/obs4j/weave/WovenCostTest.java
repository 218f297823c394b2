package io.obs4j.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.obs4j.Obs;
import io.obs4j.annotation.Counted;
import io.obs4j.annotation.Label;
import io.obs4j.annotation.Timed;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A woven method without a span allocates nothing. */
@Timeout(300)
class WovenCostTest {

  private static final int CALLS = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Several woven methods, as a service has them: none is the only one that HotSpot sees. */
  static final class Body implements IntUnaryOperator {

    private static final String[] TENANTS = {"a", "b", "c", "d"};

    @SuppressWarnings("StaticAssignmentOfThrowable") // What it costs to make one is not asked.
    private static final IllegalStateException FAILURE = new IllegalStateException();

    @Timed("cost.timed")
    private static int timed(int value) {
      return value + 1;
    }

    @Counted("cost.counted")
    private int counted(int value) {
      return value + 2;
    }

    @Timed("cost.both")
    @Counted("cost.both")
    private long both(long value, double more) {
      return value + (long) more;
    }

    @Timed(
        value = "cost.labelled",
        labels = {"tier", "gold"})
    @Label("result")
    private String labelled(@Label("tenant") String tenant) {
      return tenant;
    }

    @Timed("cost.failing")
    private void failing() {
      throw FAILURE;
    }

    @Override
    public int applyAsInt(int value) {
      int sum = timed(value) + counted(value) + (int) both(value, 1.5);
      sum += labelled(TENANTS[value & 3]).length();
      try {
        failing();
      } catch (IllegalStateException e) {
        sum++;
      }
      return sum;
    }
  }

  private long least(IntUnaryOperator body) {
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    long least = Long.MAX_VALUE;
    long sum = 0;
    long begun = System.nanoTime();
    while (least > 0 && System.nanoTime() - begun < PATIENCE.toNanos()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        sum += body.applyAsInt(i);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(sum).isPositive();
    return least;
  }

  private static IntUnaryOperator woven() throws Exception {
    var constructor = Loom.weave(Body.class).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (IntUnaryOperator) constructor.newInstance();
  }

  @Test
  void call_ofUntracedMethods_allocatesNothing() throws Exception {
    try (Obs obs = Obs.builder().service("s", "").environment(Map.of()).start()) {
      obs.installGlobal();

      assertThat(least(woven())).isZero();
    }
  }

  @Test
  void call_whileNobodyIsInstalled_allocatesNothing() throws Exception {
    assertThat(least(woven())).isZero();
  }
}
