package io.obs4j.logging.sink;

import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.onThreads;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.ManualClock;
import io.obs4j.logging.format.LogLevel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a file is rotated, under which name, and what becomes of it then. */
@Timeout(120)
class FileRotationTest {

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
  void write_byManyThreadsWhileRotating_losesNothing() throws Exception {
    LogSink sink = started(FileSink.builder(file).rotateAt(5_000));
    int threads = 4;
    int each = 2_000;
    onThreads(
        threads,
        id -> {
          for (int i = 0; i < each; i++) {
            write(sink, id + " " + i);
          }
        });
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
    onThreads(
        threads,
        id -> {
          for (int i = 0; i < each; i++) {
            byte[] line = line(id + " " + i);
            results.add(sink.writeThrough(line, 0, line.length, LogLevel.INFO));
          }
        });
    sink.close(LONG);

    assertThat(results).hasSize(threads * each).containsOnly(true);
    long lines = 0;
    for (String name : files()) {
      lines += Files.readAllLines(directory.resolve(name)).size();
    }
    assertThat(lines).isEqualTo((long) threads * each);
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
}
