package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.joinAll;
import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.onThreads;
import static io.obs4j.logging.sink.Written.startThreads;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.logging.format.LogLevel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
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
    sink = observer.started(AsyncSink.of(target, bytes, overflow));
    return sink;
  }

  @AfterEach
  void close() {
    target.release();
    sink.close(LONG);
  }

  private void writeFromFourThreads(String text) throws InterruptedException {
    onThreads(
        4,
        id -> {
          for (int i = 0; i < 500; i++) {
            write(sink, text);
          }
        });
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

  @Test
  void write_ofManyLines_arrivesInOrderAndCoalesced() {
    started(AsyncSink.DEFAULT_QUEUE_BYTES, PATIENT);
    target.holdBehind(sink);
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
    target.holdBehind(sink);
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
  void close_whileTheWorkerHangs_endsInTimeAndCountsTheRest() {
    started(SMALL, PATIENT);
    target.holdBehind(sink);
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
    List<Thread> others =
        startThreads(
            3,
            id -> {
              while (!over.get()) {
                write(sink, "busy");
              }
            });
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
    joinAll(others);

    assertThat(returned).isTrue();
    assertThat(target.lines()).contains("audit");
  }

  @Test
  void writeThrough_whereOthersDoNotWait_waitsForTheWorker() throws Exception {
    started(SMALL, DROPPING);
    target.holdBehind(sink);
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
    target.holdBehind(sink);

    assertThat(sink.flush(Duration.ofMillis(10))).isFalse();
  }

  @Test
  void queueSize_whileLinesWait_isExported() {
    started(SMALL, PATIENT);
    assertThat(observer.sum("obs.log.queue.capacity")).isEqualTo(SMALL);
    target.holdBehind(sink);
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
      List<Thread> writers =
          startThreads(
              threads,
              id -> {
                for (int i = 0; i < each; i++) {
                  write(closing, id + " " + i);
                }
              });
      closing.close(LONG);
      joinAll(writers);

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
}
