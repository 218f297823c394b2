package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obs4j.core.ManualClock;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What rotation owes to the file that it takes away: its place on the disk, and its permissions.
 */
@Timeout(120)
class ArchivedFilesTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path file;
  private Path plain;
  private Path compressed;
  private final Observer observer = new Observer();
  private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T22:30:00Z"));

  @BeforeEach
  void nameFiles() {
    file = directory.resolve("app.log");
    plain = directory.resolve("app-2026-11-22.1.log");
    compressed = directory.resolve("app-2026-11-22.1.log.gz");
  }

  private LogSink started(FileSink.Builder builder) {
    LogSink sink = builder.clock(clock).build();
    sink.start(observer.diagnostics);
    return sink;
  }

  /** Notes what is forced, and whether the plain file is there meanwhile. */
  private final class WatchedDisk implements Disk {
    private final List<String> forced = new CopyOnWriteArrayList<>();

    private void note(Path path) {
      forced.add(
          path.getFileName() + (Files.exists(plain) ? " beside " + plain.getFileName() : ""));
    }

    @Override
    public void forceFile(Path path) throws IOException {
      note(path);
      Disk.SYSTEM.forceFile(path);
    }

    @Override
    public void forceDirectory(Path path) throws IOException {
      note(path);
      Disk.SYSTEM.forceDirectory(path);
    }
  }

  @Test
  void rotation_thatCompresses_deletesThePlainFileOnceTheOtherIsOnTheDisk() {
    WatchedDisk disk = new WatchedDisk();
    LogSink sink = started(FileSink.builder(file).rotateAt(8).disk(disk));
    write(sink, "first");
    write(sink, "second");
    until("the compressed file", () -> Files.exists(compressed) && !Files.exists(plain));
    sink.close(LONG);

    String beside = " beside " + plain.getFileName();
    assertThat(disk.forced)
        .containsExactly(
            compressed.getFileName() + ".part" + beside, directory.getFileName() + beside);
  }

  @Test
  void rotation_whereTheCompressedFileCannotBeForced_keepsThePlainOne() {
    LogSink sink =
        started(
            FileSink.builder(file)
                .rotateAt(8)
                .disk(
                    new Disk() {
                      @Override
                      public void forceFile(Path path) throws IOException {
                        throw new IOException("on purpose");
                      }

                      @Override
                      public void forceDirectory(Path path) {}
                    }));
    write(sink, "first");
    write(sink, "second");
    until("the fault to be told", () -> !observer.messages.isEmpty());
    sink.close(LONG);

    assertThat(plain).hasContent("first");
    assertThat(compressed).doesNotExist();
    assertThat(observer.messages).allMatch(message -> message.contains("on purpose"));
  }

  @Test
  void rotation_ofFileThatOthersMayNotRead_keepsItsPermissions() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    for (String permissions : List.of("rw-------", "rw-rw-rw-")) {
      LogSink sink = started(FileSink.builder(file).rotateAt(8));
      write(sink, "first");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      write(sink, "second");
      sink.close(LONG);

      assertThat(compressed).exists();
      for (Path path : List.of(file, compressed)) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(permissions);
        Files.delete(path);
      }
    }
  }

  @Test
  void write_afterFileWasMovedAway_opensTheNewOneWithItsPermissions() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    LogSink sink = started(FileSink.builder(file));
    write(sink, "first");
    Files.move(file, directory.resolve("moved"));
    clock.advance(Duration.ofSeconds(2));
    write(sink, "second");
    sink.close(LONG);

    assertThat(file).hasContent("second");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void writeThrough_whereDirectoriesCannotBeForced_isTrueAndTellsOnce() throws IOException {
    LogSink sink =
        started(
            FileSink.builder(file)
                .rotateAt(Long.MAX_VALUE)
                .disk(
                    new Disk() {
                      @Override
                      public void forceFile(Path path) {}

                      @Override
                      public void forceDirectory(Path path) throws IOException {
                        throw new IOException("Invalid argument");
                      }
                    }));
    byte[] line = line("moved 5 to 6");
    for (int i = 0; i < 3; i++) {
      assertThat(sink.writeThrough(line, 0, line.length, LogLevel.INFO)).isTrue();
    }
    sink.close(LONG);

    assertThat(Files.readAllLines(file)).hasSize(3);
    assertThat(observer.messages)
        .singleElement()
        .asString()
        .contains("The directory of " + file, "Invalid argument");
    assertThat(observer.dropped()).isZero();
  }
}
