package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.judges.Allocations;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stack traces allocate beyond the copies of frames that {@code getStackTrace} makes. */
class StackTraceCostTest {

  private static final int DEPTH = 30;

  private final StackTraceWriter writer =
      StackTraces.builder().hash().build().writer(Masking.standard().masker(Diagnostics.create()));
  private final ByteSink sink = new ByteSink(1 << 16);
  private int count;

  private static RuntimeException deep(int depth, String message, @Nullable Throwable cause) {
    return depth > 0 ? deep(depth - 1, message, cause) : new IllegalStateException(message, cause);
  }

  private static RuntimeException thrown(String message) {
    return deep(DEPTH, "cannot " + message, deep(DEPTH, message, null));
  }

  private Object write(Throwable thrown) {
    sink.reset();
    writer.write(sink, thrown);
    return sink;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** The least of many calls, each with another throwable; the compiler may have much to do. */
  private long leastBeyondCopies(Supplier<Throwable> each, long wanted) {
    long least = Long.MAX_VALUE;
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (least > wanted && System.nanoTime() < deadline) {
      Throwable thrown = each.get();
      long before = allocated();
      Allocations.sink = thrown.getStackTrace();
      Allocations.sink = thrown.getCause().getStackTrace();
      long between = allocated();
      write(thrown);
      long after = allocated();
      least = Math.min(least, (after - between) - (between - before));
    }
    return least;
  }

  @Test
  void write_seenException_takesTheCopiesOfFramesAlone() {
    RuntimeException seen = thrown("seen");

    assertThat(leastBeyondCopies(() -> seen, 0)).isLessThanOrEqualTo(0);
  }

  /** What the first copies of frames take beyond later ones is the JVM's. */
  @Test
  void write_freshException_takesAtMost200BytesBeyondTheCopies() {
    Supplier<Throwable> fresh =
        () -> {
          RuntimeException thrown = thrown("number " + count++);
          Allocations.sink = thrown.getStackTrace();
          Allocations.sink = thrown.getCause().getStackTrace();
          return thrown;
        };

    assertThat(leastBeyondCopies(fresh, 200)).isBetween(1L, 200L);
  }
}
