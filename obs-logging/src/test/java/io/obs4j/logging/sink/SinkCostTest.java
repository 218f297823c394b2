package io.obs4j.logging.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obs4j.logging.format.LogLevel;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writing a line allocates nothing. */
@Timeout(120)
class SinkCostTest {

  private static final int CALLS = 5_000;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] LINE = Child.numbered(1);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Observer observer = new Observer();

  @TempDir Path directory;

  @Test
  void write_toFile_allocatesNothing() {
    assertThat(leastAllocated(FileSink.builder(directory.resolve("app.log")).build())).isZero();
  }

  @Test
  void write_toFileThatRotatesByTime_allocatesNothing() {
    assertThat(
            leastAllocated(
                FileSink.builder(directory.resolve("app.log")).rotate(Rotation.daily()).build()))
        .isZero();
  }

  @Test
  void write_toAsynchronousFile_allocatesNothing() {
    assertThat(leastAllocated(AsyncSink.of(FileSink.at(directory.resolve("app.log"))))).isZero();
  }

  private long leastAllocated(LogSink sink) {
    sink.start(observer.diagnostics);
    long least = Long.MAX_VALUE;
    long begun = System.nanoTime();
    // The compiler may have much else to do.
    while (least > 0 && System.nanoTime() - begun < LONG.toNanos()) {
      least = Math.min(least, allocated(sink));
      assertThat(sink.flush(LONG)).isTrue();
    }
    sink.close(LONG);
    assertThat(observer.dropped()).isZero();
    return least;
  }

  private long allocated(LogSink sink) {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      sink.write(LINE, 0, LINE.length, LogLevel.INFO);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
