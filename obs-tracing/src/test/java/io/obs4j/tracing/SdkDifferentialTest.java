package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs over the OpenTelemetry API export the same from this tracing as from the SDK.
 *
 * <p>Left out, as we differ on purpose:
 *
 * <ul>
 *   <li>one name set with two types, which the SDK exports twice, and we as set last;
 *   <li>an end before the start, which we export as no duration;
 *   <li>exceptions under a limit for events other than that for spans, of which the SDK takes the
 *       latter; those without a canonical class name, whose type the SDK leaves out; attributes
 *       that override what an exception tells;
 *   <li>texts cut within a surrogate pair, which we never do;
 *   <li>more attributes than allowed of a link that is added after the start: the SDK drops them
 *       uncounted;
 *   <li>several starts from one builder, of which the SDK gives the attributes to the first;
 *   <li>the budget of bytes, which the SDK does not have.
 * </ul>
 */
class SdkDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 10_000);

  private final ExecutorService otherThread = Executors.newSingleThreadExecutor();

  @AfterEach
  void shutDown() {
    otherThread.shutdownNow();
  }

  @Test
  void randomPrograms_exportTheSameAsFromTheSdk() throws Exception {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    System.out.println("SdkDifferentialTest: -Dobs4j.seed=" + seed);
    int spans = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      Program program = Program.random(new SplittableRandom(seed + i));

      List<ExportedSpan> theirs = program.runOnSdk(otherThread);
      List<ExportedSpan> ours = program.runOnOurs(otherThread, program.limits());

      assertThat(ours).as("program %d of seed %d: %s", i, seed, program).isEqualTo(theirs);
      spans += ours.size();
    }
    assertThat(spans).isGreaterThan(PROGRAMS);
  }

  /** What a wrong implementation might do. */
  enum Fault {
    ATTRIBUTE_TOO_MANY,
    EVENT_TOO_MANY,
    LINK_TOO_MANY,
    TEXT_CUT_TOO_LATE;

    SpanLimits plant(SpanLimits limits) {
      return new SpanLimits(
          limits.attributes() + oneFor(ATTRIBUTE_TOO_MANY),
          limits.events() + oneFor(EVENT_TOO_MANY),
          limits.links() + oneFor(LINK_TOO_MANY),
          limits.attributesPerEvent(),
          limits.attributesPerLink(),
          Math.max(limits.valueLength(), limits.valueLength() + oneFor(TEXT_CUT_TOO_LATE)),
          limits.bytes());
    }

    private int oneFor(Fault fault) {
      return this == fault ? 1 : 0;
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void plantedFault_isCaught(Fault fault) throws Exception {
    int caught = 0;
    for (int i = 0; i < 500; i++) {
      Program program = Program.random(new SplittableRandom(i));
      SpanLimits wrong = fault.plant(program.limits());
      if (!program.runOnOurs(otherThread, wrong).equals(program.runOnSdk(otherThread))) {
        caught++;
      }
    }
    assertThat(caught).isPositive();
  }
}
