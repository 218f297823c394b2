package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obs4j.judges.SmallDisk;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of lines, and of what tells of lost ones, where a file cannot be written. */
@Timeout(120)
class FileFailureTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;

  private Path file;

  private final Observer observer = new Observer();

  @BeforeEach
  void nameFile() {
    file = directory.resolve("app.log");
  }

  private LogSink started(FileSink.Builder builder) {
    return observer.started(builder.build());
  }

  @Test
  void write_toFullDevice_countsAndTellsOnce() {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    LogSink sink = started(FileSink.builder(Path.of("/dev/full")));

    write(sink, "one");
    write(sink, "two");

    assertThat(observer.dropped("failed")).isEqualTo(2);
    assertThat(sink.flush(LONG)).isFalse();
    assertThat(observer.messages)
        .hasSize(1)
        .allMatch(message -> message.contains("/dev/full are lost") && message.contains("disk"));
    sink.close(LONG);
  }

  @Test
  void write_whoseFailureIsLoggedThroughTheSink_doesNotRecurse() {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    LogSink sink = started(FileSink.builder(Path.of("/dev/full")));
    observer.whenLogging = () -> write(sink, "about it");

    write(sink, "one");

    assertThat(observer.dropped("failed")).isEqualTo(2);
    assertThat(observer.messages).hasSize(1);
    sink.close(LONG);
  }

  @Test
  void writeThrough_toFullDevice_isFalse() {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    LogSink sink = started(FileSink.builder(Path.of("/dev/full")));
    byte[] line = line("audit");

    assertThat(sink.writeThrough(line, 0, line.length, LogLevel.INFO)).isFalse();
    sink.close(LONG);
  }

  @Test
  void writeThrough_rightAfterAFailure_isTried() throws Exception {
    Path missing = directory.resolve("missing");
    Path file = missing.resolve("app.log");
    Files.writeString(missing, "not a directory");
    LogSink sink = started(FileSink.builder(file));
    byte[] line = line("audit");
    assertThat(sink.writeThrough(line, 0, line.length, LogLevel.INFO)).isFalse();
    Files.delete(missing);

    assertThat(sink.writeThrough(line, 0, line.length, LogLevel.INFO)).isTrue();
    assertThat(file).hasContent("audit");
    sink.close(LONG);
  }

  @Test
  void flush_afterAStartThatFailedWithoutLoss_isTrue() throws IOException {
    Path missing = directory.resolve("missing");
    Files.writeString(missing, "not a directory");
    LogSink sink = started(FileSink.builder(missing.resolve("app.log")));
    Files.delete(missing);
    byte[] line = line("one");
    assertThat(sink.writeThrough(line, 0, line.length, LogLevel.INFO)).isTrue();

    assertThat(sink.flush(LONG)).isTrue();
    sink.close(LONG);
  }

  @Test
  void announceDrops_afterRecovery_saysHowManyInTheStream() throws Exception {
    Path missing = directory.resolve("gone/app.log");
    Files.writeString(directory.resolve("gone"), "a file where the directory should be");
    LogSink sink = FileSink.builder(missing).build();
    sink.announceDrops((dropped, since) -> line("dropped " + dropped));
    sink.start(observer.diagnostics);
    write(sink, "lost");
    write(sink, "lost, too");
    Files.delete(directory.resolve("gone"));
    until(
        "lines to be taken again",
        () -> {
          write(sink, "found");
          return Files.exists(missing);
        });
    sink.close(LONG);

    long dropped = observer.dropped();
    assertThat(Files.readAllLines(missing)).containsExactly("dropped " + dropped, "found");
    assertThat(dropped).isGreaterThanOrEqualTo(2);
  }

  @Test
  void write_onFullDisk_isSurvivedCountedAndResumedWithoutTornLine() throws Exception {
    SmallDisk.use(
        directory.resolve("disk"),
        disk -> {
          Path small = disk.resolve("app.log");
          Path filler = disk.resolve("filler");
          Files.write(filler, new byte[32 << 10]);
          LogSink sink = started(FileSink.builder(small).rotateAt(Long.MAX_VALUE));
          int written = 0;
          while (observer.dropped() == 0) {
            write(sink, "line " + written++ + "x".repeat(200) + " end");
          }
          Files.delete(filler);
          long dropped = -1;
          while (dropped != observer.dropped()) {
            dropped = observer.dropped();
            LockSupport.parkNanos(110_000_000); // Longer than nothing is tried after a failure.
            write(sink, "line " + written++ + "x".repeat(200) + " end");
          }
          sink.close(LONG);

          List<String> lines = Files.readAllLines(small);
          assertThat(lines).allMatch(line -> line.startsWith("line ") && line.endsWith(" end"));
          assertThat(lines.size() + observer.dropped()).isEqualTo(written);
        });
  }

  @Test
  void flush_whileTheRestOfALineWaits_isFalse() throws Exception {
    SmallDisk.use(
        directory.resolve("disk"),
        disk -> {
          Path filler = disk.resolve("filler");
          Files.write(filler, new byte[32 << 10]);
          LogSink sink =
              started(FileSink.builder(disk.resolve("app.log")).rotateAt(Long.MAX_VALUE));
          byte[] line = line("x".repeat(1_000));
          while (observer.dropped() == 0) {
            sink.writeThrough(line, 0, line.length, LogLevel.INFO);
          }
          assertThat(sink.flush(LONG)).isFalse();
          assertThat(sink.flush(LONG)).as("although the loss is told").isFalse();
          assertThat(observer.messages.get(0)).contains("app.log wait");
          Files.delete(filler);
          until("room", () -> sink.writeThrough(line, 0, line.length, LogLevel.INFO));
          sink.flush(LONG); // Tells of what was lost until there was room.

          assertThat(sink.flush(LONG)).isTrue();
          sink.close(LONG);
        });
  }

  @Test
  void announceDrops_onDiskThatTearsTheNotice_tellsOfEachDropOnce() throws Exception {
    SmallDisk.use(
        directory.resolve("disk"),
        disk -> {
          Path small = disk.resolve("app.log");
          Path filler = disk.resolve("filler");
          Files.write(filler, new byte[40 << 10]);
          LogSink sink = FileSink.builder(small).rotateAt(Long.MAX_VALUE).build();
          sink.announceDrops((dropped, since) -> line("dropped " + dropped + " ".repeat(4_000)));
          sink.start(observer.diagnostics);
          byte[] line = line("x".repeat(1_000));
          while (observer.dropped() == 0) {
            sink.writeThrough(line, 0, line.length, LogLevel.INFO);
          }
          // Room for the rest of a line, and a part of the notice.
          Files.write(filler, new byte[36 << 10]);
          sink.writeThrough(line, 0, line.length, LogLevel.INFO);
          Files.delete(filler);

          until(
              "the stream to tell of all",
              () -> {
                write(sink, "next");
                return told(small) >= observer.dropped();
              });
          sink.close(LONG);
          assertThat(told(small)).isEqualTo(observer.dropped());
        });
  }

  private static long told(Path file) {
    long told = 0;
    try {
      for (String line : Files.readAllLines(file)) {
        told += line.startsWith("dropped ") ? Long.parseLong(line.substring(8).strip()) : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return told;
  }

  @Test
  void write_beyondLimitOfFileSize_isSurvivedAndCounted() throws Exception {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(bash));
    List<String> command =
        new ArrayList<>(List.of(bash.toString(), "-c", "ulimit -f 64; exec \"$0\" \"$@\""));
    command.addAll(Child.builder("file", file.toString(), "1000").command());
    Process child = new ProcessBuilder(command).start();
    String report = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isZero();
    List<String> whole = Files.readAllLines(file).stream().filter(l -> l.endsWith("}")).toList();
    assertThat(whole.size() + Child.number(report, "dropped=")).isEqualTo(1000);
    assertThat(Files.size(file)).isEqualTo(64 << 10);
  }
}
