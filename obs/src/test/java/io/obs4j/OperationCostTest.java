package io.obs4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.obs4j.annotation.Timed;
import io.obs4j.operation.Operation;
import io.obs4j.operation.OperationRun;
import io.obs4j.operation.Operations;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where nothing is traced, a run allocates nothing. */
@Timeout(300)
class OperationCostTest {

  private static final int CALLS = 20_000;

  /** What a run takes where HotSpot does not see through it, which is up to its release. */
  private static final long RUN = 56;

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String[] TENANTS = {"a", "b", "c", "d"};

  @SuppressWarnings("StaticAssignmentOfThrowable") // What it costs to make one is not asked.
  private static final IllegalStateException FAILURE = new IllegalStateException();

  interface Doubler {
    @Timed
    String twice(String value);
  }

  private final Obs obs = Obs.builder().service("shop", "").environment(Map.of()).start();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int sum;

  @AfterEach
  void close() {
    obs.close();
  }

  /** The bytes of the cheapest round; goes on for a while, as the compiler may be late. */
  private long least(long enough, IntConsumer task) {
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    long least = Long.MAX_VALUE;
    long begun = System.nanoTime();
    while (least > enough && System.nanoTime() - begun < PATIENCE.toNanos()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        task.accept(i);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  /** What a woven method looks like. */
  private int woven(Operation operation, IntUnaryOperator body, int value) {
    OperationRun run = operation.start();
    try {
      return body.applyAsInt(value);
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }

  @Test
  void run_ofAllUntracedKinds_takesTheRunAtMost() {
    Operation timed = obs.operation("timed").counted(false).traced(false).create();
    Operation counted = obs.operation("counted").timed(false).traced(false).create();
    Operation both = obs.operation("both").traced(false).create();
    Operation unbound = Operations.operation("unbound").create();

    assertThat(
            least(
                4 * RUN * CALLS,
                i -> {
                  sum += woven(timed, x -> x + 1, i);
                  sum += woven(counted, x -> x + 2, i);
                  sum += woven(both, x -> x + 3, i);
                  sum += woven(unbound, x -> x + 4, i);
                }))
        .isLessThanOrEqualTo(4 * RUN * CALLS);
  }

  @Test
  void run_thatFails_takesTheRunAtMost() {
    Operation timed = obs.operation("timed").traced(false).create();
    IntUnaryOperator failing =
        x -> {
          if (x % 2 == 0) {
            throw FAILURE;
          }
          return x;
        };

    assertThat(
            least(
                RUN * CALLS,
                i -> {
                  try {
                    sum += woven(timed, failing, i);
                  } catch (IllegalStateException e) {
                    sum++;
                  }
                }))
        .isLessThanOrEqualTo(RUN * CALLS);
  }

  @Test
  void run_withLabels_takesTheRunAtMost() {
    Operation labelled =
        obs.operation("labelled")
            .label("tenant")
            .resultLabel("size", (String text) -> text)
            .traced(false)
            .create();

    assertThat(
            least(
                RUN * CALLS,
                i -> {
                  try (OperationRun run = labelled.start(TENANTS[i & 3])) {
                    run.result(TENANTS[i >> 2 & 3]);
                  }
                }))
        .isLessThanOrEqualTo(RUN * CALLS);
  }

  @Test
  void run_withFourLabelsAndConstants_takesTheRunAtMost() {
    Operation labelled =
        obs.operation("labelled")
            .label("tenant")
            .label("region")
            .constant("tier", "front")
            .constant("kind", "web")
            .traced(false)
            .create();

    assertThat(least(RUN * CALLS, i -> labelled.start(TENANTS[i & 3], TENANTS[i >> 2 & 3]).close()))
        .isLessThanOrEqualTo(RUN * CALLS);
  }

  @Test
  void call_ofATask_takesTheRunAtMost() {
    Operation timed = obs.operation("timed").traced(false).create();
    Operation.Task<Integer, RuntimeException> task = () -> 7;

    assertThat(least(RUN * CALLS, i -> sum += timed.call(task))).isLessThanOrEqualTo(RUN * CALLS);
  }

  @Test
  void proxy_allocatesAtMostItsArgumentsAndItsRun() {
    Doubler doubler = obs.observe(Doubler.class, value -> value);

    long most = CALLS * 80L;
    assertThat(least(most, i -> sum += doubler.twice("x").length())).isLessThanOrEqualTo(most);
  }
}
