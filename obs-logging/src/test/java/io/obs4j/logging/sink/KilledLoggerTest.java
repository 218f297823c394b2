package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process that is killed in the middle of its logging leaves in its file. */
@Timeout(120)
class KilledLoggerTest {

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("app.log");
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
