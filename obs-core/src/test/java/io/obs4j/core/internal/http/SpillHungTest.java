package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obs4j.judges.Waiting;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that does not answer: a pipe stands in for a file, whose reader waits for a writer. */
@Timeout(120)
class SpillHungTest {

  private static final long LIMIT = 1 << 20;

  @TempDir Path temporary;

  private static boolean isPipe(Path file) throws Exception {
    Files.delete(file);
    try {
      return new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void waitNanosKeepAndClose_whileSomebodyHangsAtTheDisk_goOnWithoutIt() throws Exception {
    Spills spills = new Spills(temporary.resolve("parent"));
    Spill spill = spills.open(LIMIT);
    Spills.add(spill, "request");
    Path file = spills.files().get(0);
    assumeTrue(isPipe(file), "there is no mkfifo");
    Thread hanging = new Thread(() -> Spills.take(spill));
    hanging.start();
    Waiting.until(
        "a thread at the disk",
        () -> {
          for (StackTraceElement frame : hanging.getStackTrace()) {
            if (frame.getClassName().equals(RandomAccessFile.class.getName())) {
              return true;
            }
          }
          return false;
        });

    assertThat(spill.waitNanos(0)).isPositive();
    for (int i = 0; i < 1_000; i++) {
      assertThat(Spills.add(spill, "more")).isFalse();
    }
    assertThat(Spills.take(spill)).isNull();
    spill.close();

    assertThat(spills.log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("the disk does not answer");
    assertThat(hanging.isAlive()).isTrue();
    try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
      hanging.join();
      assertThat(writer.getFD().valid()).isTrue();
    }
  }
}
