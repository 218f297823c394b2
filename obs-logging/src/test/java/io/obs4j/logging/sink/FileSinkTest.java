package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obs4j.core.ManualClock;
import io.obs4j.judges.SmallDisk;
import io.obs4j.logging.format.LogLevel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
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
    LogSink sink = builder.clock(clock).build();
    sink.start(observer.diagnostics);
    return sink;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> unzipped(Path path) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
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
  void write_whenFull_rotatesBeforeAndCompresses() throws IOException {
    LogSink sink = started(FileSink.builder(file).rotateAt(8));
    for (String text : List.of("one", "two", "three", "four")) {
      write(sink, text);
    }
    sink.close(LONG);

    assertThat(files())
        .containsExactly("app-2026-11-22.1.log.gz", "app-2026-11-22.2.log.gz", "app.log");
    assertThat(unzipped(directory.resolve("app-2026-11-22.1.log.gz")))
        .containsExactly("one", "two");
    assertThat(unzipped(directory.resolve("app-2026-11-22.2.log.gz"))).containsExactly("three");
    assertThat(Files.readAllLines(file)).containsExactly("four");
    assertThat(observer.messages).isEmpty();
  }

  @Test
  void write_inNewDayOfZone_rotatesUnderTheOldDay() throws IOException {
    LogSink sink =
        started(
            FileSink.builder(file).gzip(false).rotate(Rotation.daily(ZoneId.of("Europe/Berlin"))));
    write(sink, "monday 23:30");
    clock.advance(Duration.ofMinutes(29));
    write(sink, "monday 23:59");
    clock.advance(Duration.ofMinutes(1));
    write(sink, "tuesday");
    sink.close(LONG);

    assertThat(files()).containsExactly("app-2026-11-22.1.log", "app.log");
    assertThat(Files.readAllLines(file)).containsExactly("tuesday");
  }

  @Test
  void start_withFileOfEarlierHour_rotatesWithFirstLine() throws IOException {
    Files.writeString(file, "old\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-22T20:10:00Z")));

    LogSink sink = started(FileSink.builder(file).gzip(false).rotate(Rotation.hourly()));
    write(sink, "new");
    sink.close(LONG);

    assertThat(Files.readAllLines(directory.resolve("app-2026-11-22-20.1.log")))
        .containsExactly("old");
    assertThat(Files.readAllLines(file)).containsExactly("new");
  }

  @Test
  void retention_byNumber_keepsTheLatestAndForeignFiles() throws IOException {
    Files.writeString(directory.resolve("app-notes.log"), "mine\n");
    Files.writeString(directory.resolve("app-2026-11-22.x.log"), "mine, too\n");
    LogSink sink =
        started(FileSink.builder(file).rotateAt(1).gzip(false).retain(Retention.DEFAULT.files(2)));
    for (int i = 1; i <= 12; i++) {
      write(sink, "line " + i);
    }
    sink.close(LONG);

    assertThat(files())
        .containsExactly(
            "app-2026-11-22.10.log",
            "app-2026-11-22.11.log",
            "app-2026-11-22.x.log",
            "app-notes.log",
            "app.log");
  }

  @Test
  void retention_bySizeAndAge_deletesWhatExceedsIt() throws IOException {
    Path old = directory.resolve("app-2026-01-01.1.log.gz");
    Files.writeString(old, "old");
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
    Files.writeString(directory.resolve("app-2026-11-20.1.log.gz"), "0123456789");
    Files.writeString(directory.resolve("app-2026-11-21.1.log.gz"), "0123456789");
    for (String name : List.of("app-2026-11-20.1.log.gz", "app-2026-11-21.1.log.gz")) {
      Files.setLastModifiedTime(
          directory.resolve(name), FileTime.from(Instant.parse("2026-11-21T00:00:00Z")));
    }

    LogSink sink =
        started(
            FileSink.builder(file).retain(Retention.DEFAULT.bytes(15).age(Duration.ofDays(100))));
    sink.close(LONG);

    assertThat(files()).containsExactly("app-2026-11-21.1.log.gz", "app.log");
  }

  @Test
  void start_afterKillWhileCompressing_finishesIt() throws IOException {
    Files.writeString(directory.resolve("app-2026-11-22.1.log"), "whole\n");
    Files.writeString(directory.resolve("app-2026-11-22.1.log.gz.part"), "half");

    LogSink sink = started(FileSink.builder(file));
    sink.close(LONG);

    assertThat(files()).containsExactly("app-2026-11-22.1.log.gz", "app.log");
    assertThat(unzipped(directory.resolve("app-2026-11-22.1.log.gz"))).containsExactly("whole");
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
  void write_whereRotationIsImpossible_goesOnInTheSameFile() throws IOException {
    // Its name has room for no date.
    file = directory.resolve("a".repeat(250));
    LogSink sink = started(FileSink.builder(file).rotateAt(4));
    write(sink, "one");
    write(sink, "two");
    sink.close(LONG);

    assertThat(Files.readAllLines(file)).containsExactly("one", "two");
    assertThat(observer.diagnostics.faultCount("log.files")).isPositive();
    assertThat(observer.dropped()).isZero();
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
  void write_byManyThreadsWhileRotating_losesNothing() throws Exception {
    LogSink sink = started(FileSink.builder(file).rotateAt(5_000));
    int threads = 4;
    int each = 2_000;
    List<Thread> writers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int id = t;
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  write(sink, id + " " + i);
                }
              });
      writer.start();
      writers.add(writer);
    }
    for (Thread writer : writers) {
      writer.join();
    }
    sink.close(LONG);

    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    for (String name : files()) {
      if (name.endsWith(".gz")) {
        lines.addAll(unzipped(directory.resolve(name)));
      }
    }
    assertThat(lines).hasSize(threads * each).doesNotHaveDuplicates();
    assertThat(observer.dropped()).isZero();
  }

  @Test
  void writeThrough_byManyThreads_isOnDiskWhileRotating() throws Exception {
    LogSink sink = started(FileSink.builder(file).rotateAt(200).gzip(false));
    int threads = 4;
    int each = 25;
    List<Boolean> results = Collections.synchronizedList(new ArrayList<>());
    List<Thread> writers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int id = t;
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  byte[] line = line(id + " " + i);
                  results.add(sink.writeThrough(line, 0, line.length, LogLevel.INFO));
                }
              });
      writer.start();
      writers.add(writer);
    }
    for (Thread writer : writers) {
      writer.join();
    }
    sink.close(LONG);

    assertThat(results).hasSize(threads * each).containsOnly(true);
    long lines = 0;
    for (String name : files()) {
      lines += Files.readAllLines(directory.resolve(name)).size();
    }
    assertThat(lines).isEqualTo((long) threads * each);
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
  void builder_withUnusableValue_throws() {
    assertThatThrownBy(() -> FileSink.builder(file).rotateAt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rotateAt 0");
    assertThatThrownBy(() -> Retention.DEFAULT.files(0)).hasMessageContaining("files 0");
    assertThatThrownBy(() -> Retention.DEFAULT.bytes(0)).hasMessageContaining("bytes 0");
    assertThatThrownBy(() -> Retention.DEFAULT.age(Duration.ZERO)).hasMessageContaining("age PT0S");
  }

  @Test
  void rotation_acrossChangeOfClocks_hasPeriodsOfRightLength() {
    Rotation berlin = Rotation.daily(ZoneId.of("Europe/Berlin"));
    long noon = Instant.parse("2026-10-25T10:00:00Z").toEpochMilli();
    assertThat(berlin.label(noon)).isEqualTo("2026-10-25");
    assertThat(Instant.ofEpochMilli(berlin.next(noon))).isEqualTo("2026-10-25T23:00:00Z");
    long hours = TimeUnit.MILLISECONDS.toHours(berlin.next(noon) - noon);
    assertThat(hours).isEqualTo(13);
    Rotation hourly = Rotation.hourly(ZoneId.of("Europe/Berlin"));
    long twice = Instant.parse("2026-10-25T00:30:00Z").toEpochMilli();
    assertThat(Instant.ofEpochMilli(hourly.next(twice))).isEqualTo("2026-10-25T01:00:00Z");
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

  @Test
  void kill_ofSynchronousLogger_losesNoLineWhoseCallHasReturned() throws Exception {
    assertThat(lostByKill("sync", 0)).isNegative();
  }

  @Test
  void kill_ofSaturatedAsynchronousLogger_losesAtMostItsQueue() throws Exception {
    long queue = AsyncSink.DEFAULT_QUEUE_BYTES / LineQueue.SLAB;
    long block = (64L << 10) / Child.numbered(0).length;
    assertThat(lostByKill("async", 0)).isLessThanOrEqualTo(queue + block + 1);
  }

  @Test
  void kill_ofPacedAsynchronousLogger_losesAtMostItsQueue() throws Exception {
    long queue = AsyncSink.DEFAULT_QUEUE_BYTES / LineQueue.SLAB;
    assertThat(lostByKill("async", 200_000)).isLessThanOrEqualTo(queue);
  }

  /** How many calls had returned of which the file has no line; below zero if it has all. */
  private long lostByKill(String mode, long pauseNanos) throws Exception {
    Path count = Path.of(file + ".count");
    Process child = Child.start("killed", mode, file.toString(), Long.toString(pauseNanos));
    until("it to log", () -> returned(count) > 3_000);
    child.destroyForcibly().waitFor();

    List<String> lines = Files.readAllLines(file);
    int whole = lines.size();
    if (!lines.get(whole - 1).endsWith("}")) {
      whole--;
    }
    for (int n = 0; n < whole; n++) {
      assertThat(lines.get(n))
          .isEqualTo(new String(Child.numbered(n), StandardCharsets.UTF_8).strip());
    }
    long lost = (long) returned(count) - whole;
    System.out.println(
        "killed, " + mode + ", pause " + pauseNanos + " ns: " + lost + " lines lost");
    return lost <= 0 ? -1 : lost;
  }

  private static int returned(Path count) {
    try {
      byte[] bytes = Files.exists(count) ? Files.readAllBytes(count) : new byte[0];
      return bytes.length < Integer.BYTES ? 0 : ByteBuffer.wrap(bytes).getInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
