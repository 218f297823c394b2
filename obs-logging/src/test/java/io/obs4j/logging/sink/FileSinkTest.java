package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileSinkTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  private Path file;

  private final Observer observer = new Observer();

  private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T22:30:00Z"));

  @BeforeEach
  void nameFile() {
    file = directory.resolve("app.log");
  }

  private LogSink started(FileSink.Builder builder) {
    return observer.started(builder.clock(clock).build());
  }

  @Test
  void write_inDirectoryThatIsMissing_makesItAndAppends() throws IOException {
    Path nested = directory.resolve("a/b/app.log");
    LogSink sink = started(FileSink.builder(nested));

    write(sink, "one");
    write(sink, "two");

    assertThat(Files.readAllLines(nested)).containsExactly("one", "two");
    assertThat(sink.flush(LONG)).isTrue();
    assertThat(observer.sum("obs.log.written")).isEqualTo(8);
    sink.close(LONG);
  }

  @Test
  void write_beforeStartAndAfterClose_goesOut() throws IOException {
    LogSink sink = FileSink.at(file);
    write(sink, "early");
    sink.start(observer.diagnostics);
    sink.close(LONG);
    sink.close(LONG);
    write(sink, "late");

    assertThat(Files.readAllLines(file)).containsExactly("early", "late");
  }

  @Test
  void start_afterTornLine_beginsOnLineOfItsOwn() throws IOException {
    Files.writeString(file, "whole\n{\"torn\":");

    LogSink sink = started(FileSink.builder(file));
    write(sink, "next");
    sink.close(LONG);

    assertThat(Files.readAllLines(file)).containsExactly("whole", "{\"torn\":", "next");
  }

  @Test
  void write_afterFileWasMovedAway_opensItAnewWithinASecond() throws IOException {
    LogSink sink = started(FileSink.builder(file));
    write(sink, "one");
    Files.move(file, directory.resolve("app.log.1"));
    clock.advance(Duration.ofSeconds(1));
    write(sink, "two");
    Files.delete(file);
    clock.advance(Duration.ofSeconds(1));
    write(sink, "three");
    sink.close(LONG);

    assertThat(Files.readAllLines(directory.resolve("app.log.1"))).containsExactly("one");
    assertThat(Files.readAllLines(file)).containsExactly("three");
  }

  @Test
  void write_afterFileWasTruncated_leavesNoHole() throws IOException {
    LogSink sink = started(FileSink.builder(file));
    write(sink, "one");
    Files.write(file, new byte[0]);
    write(sink, "two");
    sink.close(LONG);

    assertThat(Files.readAllLines(file)).containsExactly("two");
  }

  @Test
  void write_byInterruptedThread_goesOutAndKeepsTheInterrupt() throws IOException {
    LogSink sink = started(FileSink.builder(file).force(true));

    Thread.currentThread().interrupt();
    write(sink, "one");
    assertThat(Thread.interrupted()).isTrue();
    write(sink, "two");
    sink.close(LONG);

    assertThat(Files.readAllLines(file)).containsExactly("one", "two");
  }

  @Test
  void builder_withUnusableValue_throws() {
    assertThatThrownBy(() -> FileSink.builder(file).rotateAt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rotateAt 0");
    assertThatThrownBy(() -> Retention.DEFAULT.files(0)).hasMessageContaining("files 0");
    assertThatThrownBy(() -> Retention.DEFAULT.bytes(0)).hasMessageContaining("bytes 0");
    assertThatThrownBy(() -> Retention.DEFAULT.age(Duration.ZERO)).hasMessageContaining("age PT0S");
  }

  @Test
  void close_whileAWriterAndTheArchiveHang_takesItsLimitOnce() throws Exception {
    Duration limit = Duration.ofSeconds(1);
    boolean once = false;
    for (int attempt = 0; attempt < 5 && !once; attempt++) { // The machine may be busy.
      Semaphore gate = new Semaphore(0);
      AtomicInteger hanging = new AtomicInteger();
      Path rotated = directory.resolve("round-" + attempt + "-2026-11-20.1.log");
      Files.writeString(rotated, "to be compressed");
      LogSink sink =
          started(
              FileSink.builder(directory.resolve("round-" + attempt + ".log"))
                  .force(true)
                  .disk(new HangingDisk(gate, hanging)));
      Thread writer = new Thread(() -> write(sink, "one"));
      writer.start();
      until("both to hang", () -> hanging.get() == 2);
      long before = System.nanoTime();
      sink.close(limit);
      once = System.nanoTime() - before < 2 * limit.toNanos();
      gate.release(Integer.MAX_VALUE);
      writer.join();
      until("the archive to be tidy", () -> !Files.exists(rotated));
    }

    assertThat(once).isTrue();
  }

  private record HangingDisk(Semaphore gate, AtomicInteger hanging) implements Disk {
    @Override
    public void forceFile(Path file) {
      hang();
    }

    @Override
    public void forceDirectory(Path directory) {
      hang();
    }

    private void hang() {
      hanging.incrementAndGet();
      gate.acquireUninterruptibly();
      gate.release();
    }
  }
}
