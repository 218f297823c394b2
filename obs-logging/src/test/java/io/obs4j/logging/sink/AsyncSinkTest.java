package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncSinkTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Overflow PATIENT = Overflow.block(LONG);
  private static final Overflow DROPPING = Overflow.block(Duration.ZERO);

  /** Sixteen slabs, of which two are reserved. */
  private static final long SMALL = 16 << 10;

  private final Observer observer = new Observer();
  private final GatedSink target = new GatedSink();
  private LogSink sink = target;

  private LogSink started(long bytes, Overflow overflow) {
    sink = AsyncSink.of(target, bytes, overflow);
    sink.start(observer.diagnostics);
    return sink;
  }

  @AfterEach
  void close() {
    target.release();
    sink.close(LONG);
  }

  private void writeFromFourThreads(String text) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 500; j++) {
                  write(sink, text);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void write_byManyBeforeTheStartAndAfterTheClose_losesNothingWithoutPatienceForRoom()
      throws Exception {
    target.slow = true;
    sink = AsyncSink.of(target, SMALL, DROPPING);
    writeFromFourThreads("early");
    sink.start(observer.diagnostics);
    sink.close(LONG);
    writeFromFourThreads("late");

    assertThat(target.lines()).filteredOn("early"::equals).hasSize(2_000);
    assertThat(target.lines()).filteredOn("late"::equals).hasSize(2_000);
  }

  /** Has the worker hang in the write of a line, so that what follows stays in the queue. */
  private void holdWorker() {
    target.hold();
    write(sink, "held");
    until("the worker to write", () -> target.waiting.get() == 1);
  }

  private void writeAs(LogLevel level, String text) {
    byte[] line = line(text);
    sink.write(line, 0, line.length, level);
  }

  @Test
  void write_ofManyLines_arrivesInOrderAndCoalesced() {
    started(AsyncSink.DEFAULT_QUEUE_BYTES, PATIENT);
    holdWorker();
    List<String> expected = new ArrayList<>(List.of("held"));
    for (int i = 0; i < 2_000; i++) {
      write(sink, "line " + i);
      expected.add("line " + i);
    }
    target.release();

    assertThat(sink.flush(LONG)).isTrue();
    assertThat(target.lines()).isEqualTo(expected);
    assertThat(target.writes()).hasSizeLessThan(10);
    assertThat(target.writes()).allMatch(block -> block.length() <= 64 * 1024);
  }

  @Test
  void flushAndClose_withinForever_writeWhatWaits() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    started(AsyncSink.DEFAULT_QUEUE_BYTES, PATIENT);
    write(sink, "one");
    assertThat(sink.flush(forever)).isTrue();
    write(sink, "two");
    sink.close(forever);

    assertThat(target.lines()).containsExactly("one", "two");
  }

  @Test
  void write_toSinkWithoutBlocks_handsOverLineByLine() {
    target.blocks = false;
    started(AsyncSink.DEFAULT_QUEUE_BYTES, PATIENT);
    holdWorker();
    write(sink, "one");
    write(sink, "two");
    target.release();

    assertThat(sink.flush(LONG)).isTrue();
    assertThat(target.writes()).containsExactly("held\n", "one\n", "two\n");
  }

  @Test
  void write_ofLongLines_arrivesWhole() {
    started(1 << 20, PATIENT);
    List<String> expected = new ArrayList<>();
    for (int length : List.of(1, 1022, 1023, 1024, 1025, 5_000, 70_000, 900_000, 3)) {
      String text = "x".repeat(length);
      write(sink, text);
      expected.add(text);
    }

    assertThat(sink.flush(LONG)).isTrue();
    assertThat(target.lines()).isEqualTo(expected);
  }

  @Test
  void write_ofLineLongerThanTheQueue_goesOutOnTheCallersThreadInOrder() {
    started(SMALL, PATIENT);
    write(sink, "before");
    write(sink, "y".repeat(20_000));

    assertThat(target.lines()).containsExactly("before", "y".repeat(20_000));
  }

  @Test
  void write_beforeStartAndAfterClose_goesOutSynchronously() {
    sink = AsyncSink.of(target, SMALL, PATIENT);
    write(sink, "early");
    assertThat(target.lines()).containsExactly("early");
    sink.start(observer.diagnostics);
    write(sink, "between");
    sink.close(LONG);
    write(sink, "late");

    assertThat(target.lines()).containsExactly("early", "between", "late");
    assertThat(target.closed).isTrue();
    assertThat(observer.dropped()).isZero();
  }

  @Test
  void write_ofKeptLineWhenOthersAreDropped_usesTheReserve() {
    started(SMALL, DROPPING.keep(LogLevel.ERROR, Duration.ZERO));
    holdWorker();
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
    holdWorker();
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
    holdWorker();
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
    holdWorker();
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
    AtomicReference<Thread> last = new AtomicReference<>();
    started(SMALL, Overflow.callerDrains());
    int threads = 4;
    int each = 5_000;
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      int id = t;
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  write(sink, id + " " + i);
                }
                last.set(Thread.currentThread());
                done.countDown();
              });
      writer.start();
    }
    done.await();
    sink.close(LONG);

    assertThat(observer.dropped()).isZero();
    assertThat(target.lines()).hasSize(threads * each).doesNotHaveDuplicates();
  }

  @Test
  void announceDrops_afterDrops_saysHowManyInTheStream() {
    sink = AsyncSink.of(target, SMALL, DROPPING);
    sink.announceDrops((dropped, since) -> line("dropped " + dropped));
    sink.start(observer.diagnostics);
    holdWorker();
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
  void close_whileTheWorkerHangs_endsInTimeAndCountsTheRest() {
    started(SMALL, PATIENT);
    holdWorker();
    write(sink, "one");
    write(sink, "two");
    sink.close(Duration.ofMillis(200));

    until("the rest to be counted", () -> observer.dropped("abandoned") == 2);
    target.release();
    write(sink, "late");
    assertThat(target.lines()).containsExactly("late");
    assertThat(target.closed).isTrue();
    assertThat(observer.messages.get(0)).contains("about 2 lines");
  }

  @Test
  void writeThrough_whileOthersKeepLogging_returns() throws Exception {
    target.blocks = false;
    target.slow = true;
    started(1 << 20, PATIENT);
    AtomicBoolean returned = new AtomicBoolean();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> others = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      Thread other =
          new Thread(
              () -> {
                while (!over.get()) {
                  write(sink, "busy");
                }
              });
      other.start();
      others.add(other);
    }
    byte[] audit = line("audit");
    Thread auditor =
        new Thread(() -> returned.set(sink.writeThrough(audit, 0, audit.length, LogLevel.INFO)));
    try {
      until("the sink to be busy", () -> target.waiting.get() > 3);
      auditor.start();
      until("the call to return", () -> !auditor.isAlive());
    } finally {
      over.set(true);
      target.slow = false;
    }
    for (Thread other : others) {
      other.join();
    }

    assertThat(returned).isTrue();
    assertThat(target.lines()).contains("audit");
  }

  @Test
  void writeThrough_whereOthersDoNotWait_waitsForTheWorker() throws Exception {
    started(SMALL, DROPPING);
    holdWorker();
    AtomicBoolean written = new AtomicBoolean();
    byte[] audit = line("audit");
    Thread auditor =
        new Thread(() -> written.set(sink.writeThrough(audit, 0, audit.length, LogLevel.INFO)));
    auditor.start();
    until(
        "it to wait, or to give up",
        () -> auditor.getState() == Thread.State.TIMED_WAITING || !auditor.isAlive());
    target.release();
    auditor.join();

    assertThat(written).isTrue();
    assertThat(target.lines()).containsExactly("held", "audit");
    assertThat(observer.dropped()).isZero();
  }

  @Test
  void flush_whileTheWorkerHangs_isFalse() {
    started(SMALL, PATIENT);
    holdWorker();

    assertThat(sink.flush(Duration.ofMillis(10))).isFalse();
  }

  @Test
  void queueSize_whileLinesWait_isExported() {
    started(SMALL, PATIENT);
    assertThat(observer.sum("obs.log.queue.capacity")).isEqualTo(SMALL);
    holdWorker();
    write(sink, "z".repeat(2_000));
    assertThat(observer.sum("obs.log.queue.size")).isEqualTo(2 << 10);
    target.release();
    sink.close(LONG);
    assertThat(observer.sum("obs.log.queue.capacity")).isZero();
  }

  @Test
  void start_twice_throws() {
    started(SMALL, PATIENT);
    assertThatThrownBy(() -> sink.start(observer.diagnostics))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void of_withUnusableValue_throws() {
    assertThatThrownBy(() -> AsyncSink.of(target, 100, PATIENT)).hasMessageContaining("100");
    assertThatThrownBy(() -> Overflow.block(Duration.ofSeconds(-1)))
        .hasMessageContaining("patience PT-1S");
    assertThatThrownBy(() -> PATIENT.keep(LogLevel.WARN, Duration.ofSeconds(-1)))
        .hasMessageContaining("keptPatience PT-1S");
  }

  @Test
  void write_byManyThreadsWhileClosing_losesNothing() throws Exception {
    for (int round = 0; round < 50; round++) {
      GatedSink lines = new GatedSink();
      LogSink closing = AsyncSink.of(lines, SMALL, PATIENT);
      closing.start(observer.diagnostics);
      int threads = 3;
      int each = 200;
      List<Thread> writers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int id = t;
        Thread writer =
            new Thread(
                () -> {
                  for (int i = 0; i < each; i++) {
                    write(closing, id + " " + i);
                  }
                });
        writer.start();
        writers.add(writer);
      }
      closing.close(LONG);
      for (Thread writer : writers) {
        writer.join();
      }

      assertThat(lines.lines()).hasSize(threads * each).doesNotHaveDuplicates();
      for (int t = 0; t < threads; t++) {
        String prefix = t + " ";
        List<String> own = lines.lines().stream().filter(s -> s.startsWith(prefix)).toList();
        for (int i = 0; i < each; i++) {
          assertThat(own.get(i)).isEqualTo(prefix + i);
        }
      }
    }
    assertThat(observer.dropped()).isZero();
  }

  @Test
  void write_ofRandomLengths_arrivesUnchanged() {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    started(64 << 10, PATIENT);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      String text = Integer.toString(i) + "-" + "r".repeat(random.nextInt(4_000));
      expected.append(text).append('\n');
      byte[] padded = ("##" + text + "\n##").getBytes(StandardCharsets.UTF_8);
      sink.write(padded, 2, padded.length - 4, LogLevel.INFO);
    }
    sink.close(LONG);

    assertThat(String.join("", target.writes())).as("seed %s", seed).isEqualTo(expected.toString());
  }

  @Test
  void write_byManyThreadsThatOverflowIt_isWrittenOrCounted() throws Exception {
    CountingSink counting = new CountingSink();
    LogSink small = AsyncSink.of(counting, SMALL, DROPPING.keep(LogLevel.FATAL, LONG));
    small.start(observer.diagnostics);
    int threads = 4;
    int each = 100_000;
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      LogLevel level = t == 0 ? LogLevel.FATAL : LogLevel.INFO;
      byte[] line = line(level + " " + t);
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  small.write(line, 0, line.length, level);
                }
                done.countDown();
              });
      writer.start();
    }
    done.await();
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
