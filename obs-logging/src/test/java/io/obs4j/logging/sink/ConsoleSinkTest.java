package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConsoleSinkTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Observer observer = new Observer();

  @Test
  void write_toStream_flushesEachLineAndNeverCloses() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LogSink sink = ConsoleSink.to("test", new PrintStream(bytes, false, StandardCharsets.UTF_8));
    sink.start(observer.diagnostics);

    write(sink, "one");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
    sink.close(LONG);
    write(sink, "late");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one\nlate\n");
  }

  @Test
  void write_afterFailureInTheMiddle_beginsOnLineOfItsOwn() {
    Breaking stream = new Breaking();
    LogSink sink = ConsoleSink.to("test", stream);
    sink.start(observer.diagnostics);
    write(sink, "one");
    stream.breaksAfter = 2;
    write(sink, "two");
    stream.breaksAfter = Integer.MAX_VALUE;
    until(
        "lines to be taken again",
        () -> {
          write(sink, "three");
          return stream.text().endsWith("three\n");
        });

    assertThat(stream.text()).isEqualTo("one\ntw\nthree\n");
    assertThat(observer.dropped("failed")).isPositive();
    assertThat(observer.messages).hasSize(1).allMatch(line -> line.contains("broken on purpose"));
  }

  @Test
  void write_toStreamThatThrowsErrors_survives() {
    LogSink sink =
        ConsoleSink.to(
            "test",
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new StackOverflowError("on purpose");
              }
            });
    sink.start(observer.diagnostics);

    write(sink, "one");

    assertThat(observer.dropped("failed")).isEqualTo(1);
  }

  @Test
  void stdout_ofChildWhoseReaderIsGone_isSurvivedAndCounted() throws Exception {
    Process child = Child.start("closedPipe");
    child.getInputStream().close();
    String report = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isZero();
    assertThat(report).contains("stdout are lost").contains("dropped=");
    assertThat(Child.number(report, "dropped=")).isPositive();
  }

  @Test
  void stdout_ofChildOnFullDevice_isSurvivedAndCounted() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    Process child = Child.builder("lines", "100").redirectOutput(full.toFile()).start();
    String report = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isZero();
    assertThat(Child.number(report, "dropped=")).isEqualTo(100);
  }

  @Test
  void stdout_ofChildWithSlowReader_isWholeAndInOrder() throws Exception {
    Process child = Child.start("lines", "2000");
    int next = 0;
    try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        assertThat(line).startsWith("{\"n\":" + next + ",");
        if (next++ % 100 == 0) {
          LockSupport.parkNanos(2_000_000);
        }
      }
    }

    assertThat(next).isEqualTo(2000);
    assertThat(child.waitFor()).isZero();
    assertThat(
            Child.number(
                new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8),
                "dropped="))
        .isZero();
  }

  /** Takes a few bytes of a write, then breaks. */
  private static final class Breaking extends OutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int breaksAfter = Integer.MAX_VALUE;

    private String text() {
      return taken.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
      if (breaksAfter-- <= 0) {
        breaksAfter = 0;
        throw new IOException("broken on purpose");
      }
      taken.write(b);
    }
  }
}
