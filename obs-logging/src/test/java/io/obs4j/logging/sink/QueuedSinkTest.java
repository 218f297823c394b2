package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of lines, and of what tells of lost ones, when a sink fails for a time. */
@Timeout(120)
class QueuedSinkTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Overflow DROPPING = Overflow.block(Duration.ZERO);
  private static final long SMALL = 16 << 10;

  @TempDir Path directory;
  private final Observer observer = new Observer();
  private final FaultyStream stream = new FaultyStream();
  private LogSink sink = ConsoleSink.to("faulty", stream);

  private void start(LogSink given) {
    sink = given;
    sink.announceDrops((dropped, since) -> line("dropped " + dropped));
    sink.start(observer.diagnostics);
  }

  @AfterEach
  void close() {
    stream.release();
    sink.close(LONG);
  }

  /** Has a line hang in the stream, so that others stay in the queue. */
  private List<String> writeWhileHeld(int lines) {
    int before = stream.waiting.get();
    stream.hold();
    write(sink, "held");
    until("the worker to write", () -> stream.waiting.get() > before);
    List<String> written = new ArrayList<>(List.of("held"));
    for (int i = 0; i < lines; i++) {
      write(sink, "line " + i);
      written.add("line " + i);
    }
    return written;
  }

  @Test
  void announceDrops_toManyWhoWriteAtOnce_tellsOfEachDropOnce() throws Exception {
    start(sink);
    stream.failures.set(1);
    write(sink, "lost");
    stream.hold();
    List<Thread> writers = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      byte[] line = line("writer " + t);
      Thread writer =
          new Thread(() -> sink.writeThrough(line, 0, line.length, LogLevel.INFO), "writer " + t);
      writer.start();
      writers.add(writer);
    }
    until(
        "all to wait",
        () -> writers.stream().allMatch(writer -> writer.getState() == Thread.State.WAITING));
    stream.release();
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(stream.lines()).filteredOn(line -> line.startsWith("dropped")).hasSize(1);
    assertThat(stream.told()).isEqualTo(1).isEqualTo(observer.dropped());
  }

  @Test
  void flush_afterALoss_isFalseOnceItIsOver() {
    start(sink);
    stream.failures.set(2);
    write(sink, "lost");
    assertThat(sink.flush(LONG)).isFalse();
    assertThat(sink.flush(LONG)).as("told already").isTrue();
    byte[] line = line("one");
    sink.writeThrough(line, 0, line.length, LogLevel.INFO);
    sink.writeThrough(line, 0, line.length, LogLevel.INFO);
    assertThat(sink.flush(LONG)).as("lost before that").isFalse();

    assertThat(sink.flush(LONG)).isTrue();
  }

  @Test
  void announceDrops_whileTheSinkBehindTheQueueFails_isMadeUpFor() {
    start(AsyncSink.of(sink, SMALL, DROPPING));
    writeWhileHeld(40);
    long lost = observer.dropped("queue_full");
    assertThat(lost).isPositive();
    stream.failures.set(3);
    stream.release();

    until("the stream to tell of all", () -> stream.told() == observer.dropped());
    assertThat(stream.told()).isEqualTo(lost);
  }

  @Test
  void write_behindOneFailedWrite_losesNothing() {
    start(AsyncSink.of(sink));
    List<String> written = writeWhileHeld(2_000);
    stream.failures.set(3);
    stream.release();

    until("all to be written", () -> stream.lines().size() >= written.size());
    assertThat(stream.lines()).isEqualTo(written);
    assertThat(observer.dropped()).isZero();
  }

  @Test
  void write_beyondWhatMayWaitWhileTheSinkFails_dropsWhatOverflows() {
    start(AsyncSink.of(sink, SMALL, DROPPING));
    stream.failures.set(Integer.MAX_VALUE);
    write(sink, "first");
    until("a failure", () -> !observer.messages.isEmpty());
    int lines = 1_000;
    for (int i = 0; i < lines; i++) {
      write(sink, "line " + i);
    }
    stream.failures.set(0);
    until("lines to be taken again", () -> stream.lines().contains("line 0"));
    sink.close(LONG);

    long kept = stream.lines().stream().filter(line -> !line.startsWith("dropped")).count();
    assertThat(stream.lines()).contains("first");
    assertThat(kept + observer.dropped("queue_full")).isEqualTo(lines + 1);
    assertThat(observer.dropped()).isEqualTo(observer.dropped("queue_full"));
  }

  @Test
  void close_rightAfterAFailure_givesTheSinkTimeToRecover() {
    start(AsyncSink.of(sink));
    List<String> written = writeWhileHeld(500);
    stream.failures.set(1);
    stream.release();
    sink.close(LONG);

    assertThat(stream.lines()).isEqualTo(written);
  }

  @Test
  void close_whileTheSinkFails_endsAndCountsWhatWaits() {
    start(AsyncSink.of(sink));
    List<String> written = writeWhileHeld(500);
    stream.failures.set(Integer.MAX_VALUE);
    stream.release();
    sink.close(Duration.ofHours(1));

    assertThat(stream.lines()).isEmpty();
    assertThat(observer.dropped("failed")).isEqualTo(written.size());
    assertThat(observer.messages.get(0)).contains("faulty wait").doesNotContain("are lost");
    assertThat(observer.messages.get(1)).contains("are lost", "close");
  }

  @Test
  void writeThrough_whileTheSinkFails_isFalseAndLosesNothingThatWaits() {
    start(AsyncSink.of(sink));
    List<String> written = writeWhileHeld(10);
    stream.failures.set(Integer.MAX_VALUE);
    stream.release();
    byte[] audit = line("audit");
    assertThat(sink.writeThrough(audit, 0, audit.length, LogLevel.INFO)).isFalse();
    stream.failures.set(0);

    until("the rest", () -> stream.lines().contains("line 9"));
    assertThat(stream.lines()).containsAll(written).doesNotContain("audit");
    assertThat(observer.dropped("failed")).isEqualTo(1);
  }

  @Test
  void write_toFileThatCannotBeOpenedForATime_losesNothing() throws IOException {
    Path missing = directory.resolve("missing");
    Path file = missing.resolve("app.log");
    Files.writeString(missing, "not a directory");
    start(AsyncSink.of(FileSink.at(file)));
    write(sink, "one");
    write(sink, "two");
    until("a failure", () -> !observer.messages.isEmpty());
    Files.delete(missing);
    sink.close(LONG);

    assertThat(Files.readAllLines(file)).containsExactly("one", "two");
    assertThat(observer.dropped()).isZero();
  }
}
