package io.obs4j.logging.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {

  @TempDir private Path root;

  @Test
  void changedByCreating_directoriesThatAreNotThere_namesThemAndTheOneThatIs() {
    Path file = root.resolve("a").resolve("b").resolve("audit.log");

    assertThat(Directories.changedByCreating(file))
        .containsExactly(root.resolve("a").resolve("b"), root.resolve("a"), root);
    assertThat(Directories.changedByCreating(root.resolve("audit.log"))).containsExactly(root);
  }

  @Test
  void force_ofWhatIsNoDirectory_isLeft() throws IOException {
    Directories.force(root.resolve("absent"));

    assertThat(root.resolve("absent")).doesNotExist();
  }

  @Test
  void writeThrough_whileInterrupted_makesAllDirectoriesAndKeepsTheInterrupt() throws IOException {
    Path file = root.resolve("a").resolve("b").resolve("audit.log");
    LogSink sink = FileSink.at(file);
    sink.start(Diagnostics.create());
    byte[] line = Written.line("moved 5 to 6");

    Thread.currentThread().interrupt();
    boolean written = sink.writeThrough(line, 0, line.length, LogLevel.INFO);
    boolean interrupted = Thread.interrupted();
    sink.close(Duration.ofSeconds(30));

    assertThat(written).isTrue();
    assertThat(interrupted).isTrue();
    assertThat(Files.readAllBytes(file)).isEqualTo(line);
  }
}
