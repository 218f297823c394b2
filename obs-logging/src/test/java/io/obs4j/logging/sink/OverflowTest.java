package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.onThreads;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of lines when as many wait as may. */
@Timeout(60)
class OverflowTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private static final Overflow PATIENT = Overflow.block(LONG);

  private static final Overflow DROPPING = Overflow.block(Duration.ZERO);

  /** Sixteen slabs, of which two are reserved. */
  private static final long SMALL = 16 << 10;

  private final Observer observer = new Observer();

  private final GatedSink target = new GatedSink();

  private LogSink sink = target;

  private LogSink started(long bytes, Overflow overflow) {
    sink = observer.started(AsyncSink.of(target, bytes, overflow));
    return sink;
  }

  @AfterEach
  void close() {
    target.release();
    sink.close(LONG);
  }

  private void writeAs(LogLevel level, String text) {
    byte[] line = line(text);
    sink.write(line, 0, line.length, level);
  }

  @Test
  void write_ofKeptLineWhenOthersAreDropped_usesTheReserve() {
    started(SMALL, DROPPING.keep(LogLevel.ERROR, Duration.ZERO));
    target.holdBehind(sink);
    for (int i = 0; i < 20; i++) {
      writeAs(LogLevel.INFO, "info " + i);
    }
    for (int i = 0; i < 3; i++) {
      writeAs(LogLevel.ERROR, "error " + i);
    }
    target.release();
    sink.close(LONG);

    assertThat(target.lines())
        .hasSize(1 + 14 + 2)
        .contains("info 13", "error 0", "error 1")
        .doesNotContain("info 14", "error 2");
    assertThat(observer.dropped("queue_full")).isEqualTo(6 + 1);
    assertThat(observer.messages).hasSize(1).allMatch(line -> line.contains("16384 bytes"));
  }

  @Test
  void write_belowLevelThatMayWait_isDroppedAtOnce() throws Exception {
    started(SMALL, new Overflow(LONG, LogLevel.WARN, false, LogLevel.ERROR, LONG));
    target.holdBehind(sink);
    for (int i = 0; i < 14; i++) {
      writeAs(LogLevel.INFO, "info " + i);
    }
    writeAs(LogLevel.INFO, "too much");
    assertThat(observer.dropped("queue_full")).isEqualTo(1);

    Thread patient = new Thread(() -> writeAs(LogLevel.WARN, "waits"));
    patient.start();
    until("it to wait", () -> patient.getState() == Thread.State.TIMED_WAITING);
    target.release();
    patient.join();
    sink.close(LONG);

    assertThat(target.lines()).contains("waits").doesNotContain("too much");
  }

  @Test
  void write_interruptedWhileItWaits_goesOnWaitingAndKeepsTheInterrupt() throws Exception {
    started(SMALL, PATIENT);
    target.holdBehind(sink);
    for (int i = 0; i < 14; i++) {
      write(sink, "line " + i);
    }
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread patient =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              write(sink, "waits");
              interrupted.set(Thread.interrupted());
            });
    patient.start();
    until("it to wait", () -> patient.getState() == Thread.State.TIMED_WAITING);
    target.release();
    patient.join();
    sink.close(LONG);

    assertThat(target.lines()).contains("waits");
    assertThat(interrupted).isTrue();
  }

  @Test
  void write_afterOneHasWaitedInVain_doesNotWaitForTheSameSink() {
    started(SMALL, Overflow.block(Duration.ofMillis(50)));
    target.holdBehind(sink);
    for (int i = 0; i < 14; i++) {
      write(sink, "line " + i);
    }
    write(sink, "waits in vain");
    long before = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      write(sink, "does not wait");
    }

    // Had each waited, that would be 500 seconds.
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(100));
    assertThat(observer.dropped("queue_full")).isEqualTo(10_001);
  }

  @Test
  void write_whereCallersDrain_writesOnTheirThread() throws Exception {
    started(SMALL, Overflow.callerDrains());
    int threads = 4;
    int each = 5_000;
    onThreads(
        threads,
        id -> {
          for (int i = 0; i < each; i++) {
            write(sink, id + " " + i);
          }
        });
    sink.close(LONG);

    assertThat(observer.dropped()).isZero();
    assertThat(target.lines()).hasSize(threads * each).doesNotHaveDuplicates();
  }

  @Test
  void announceDrops_afterDrops_saysHowManyInTheStream() {
    sink = AsyncSink.of(target, SMALL, DROPPING);
    sink.announceDrops((dropped, since) -> line("dropped " + dropped));
    sink.start(observer.diagnostics);
    target.holdBehind(sink);
    for (int i = 0; i < 20; i++) {
      write(sink, "line " + i);
    }
    target.release();
    until("the notice", () -> target.lines().contains("dropped 6"));

    assertThat(observer.dropped("queue_full")).isEqualTo(6);
  }

  @Test
  void write_fromTheWorkerToFullQueue_isDroppedAndDoesNotWait() {
    started(SMALL, PATIENT);
    AtomicInteger told = new AtomicInteger();
    observer.whenLogging =
        () -> {
          told.incrementAndGet();
          for (int i = 0; i < 40; i++) {
            write(sink, "about it");
          }
        };
    target.throwing = true;
    write(sink, "one");
    until("the fault to be told", () -> told.get() >= 1);
    until("drops", () -> observer.dropped("queue_full") > 0);

    assertThat(observer.dropped("failed")).isPositive();
  }

  @Test
  void write_byManyThreadsThatOverflowIt_isWrittenOrCounted() throws Exception {
    CountingSink counting = new CountingSink();
    LogSink small = AsyncSink.of(counting, SMALL, DROPPING.keep(LogLevel.FATAL, LONG));
    small.start(observer.diagnostics);
    int threads = 4;
    int each = 100_000;
    onThreads(
        threads,
        id -> {
          LogLevel level = id == 0 ? LogLevel.FATAL : LogLevel.INFO;
          byte[] line = line(level + " " + id);
          for (int i = 0; i < each; i++) {
            small.write(line, 0, line.length, level);
          }
        });
    small.close(LONG);

    assertThat(counting.lines + observer.dropped("queue_full")).isEqualTo((long) threads * each);
    assertThat(counting.fatal).isEqualTo(each);
    assertThat(observer.dropped()).isEqualTo(observer.dropped("queue_full"));
  }

  /** For one thread at a time. */
  private static final class CountingSink implements LogSink {
    private long lines;
    private long fatal;

    @Override
    public boolean takesBlocks() {
      return true;
    }

    @Override
    public void start(Diagnostics diagnostics) {}

    @Override
    public void write(byte[] bytes, int offset, int length, LogLevel level) {
      for (int at = offset; at < offset + length; ) {
        lines++;
        fatal += bytes[at] == 'F' ? 1 : 0;
        at = Lines.endOfLine(bytes, at, offset + length);
      }
    }

    @Override
    public boolean flush(Duration limit) {
      return true;
    }

    @Override
    public void close(Duration limit) {}
  }
}
