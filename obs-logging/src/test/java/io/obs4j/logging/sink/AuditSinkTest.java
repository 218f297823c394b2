package io.obs4j.logging.sink;

import static io.obs4j.logging.sink.Waiting.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditSinkTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path directory;
  private final Observer observer = new Observer();

  private Path file(String name) {
    return directory.resolve(name);
  }

  @Test
  void write_ofManyThreads_isInTheFile() throws Exception {
    AuditSink sink = AuditSink.of(FileSink.at(file("audit.log")));
    sink.start(observer.diagnostics);
    List<Thread> writers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int id = t;
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 20; i++) {
                  write(sink, id + " " + i);
                }
              });
      writer.start();
      writers.add(writer);
    }
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(Files.readAllLines(file("audit.log"))).hasSize(80).doesNotHaveDuplicates();
    assertThat(sink.lost()).isZero();
    assertThat(sink.flush(LONG)).isTrue();
    sink.close(LONG);
  }

  @Test
  void write_whoseFirstSinkIsFull_goesToTheSecond() throws IOException {
    assumeTrue(Files.exists(FULL));
    AuditSink sink = AuditSink.of(FileSink.at(FULL), FileSink.at(file("second.log"))).throwing();
    sink.start(observer.diagnostics);

    write(sink, "one");
    write(sink, "two");

    assertThat(Files.readAllLines(file("second.log"))).containsExactly("one", "two");
    assertThat(sink.lost()).isZero();
    assertThat(observer.messages).anyMatch(line -> line.contains("Audit lines go to"));
    sink.close(LONG);
  }

  @Test
  void write_thatNoSinkTakes_countsAndShowsIt() {
    assumeTrue(Files.exists(FULL));
    AuditSink sink = AuditSink.of(FileSink.at(FULL), FileSink.at(FULL));
    sink.start(observer.diagnostics);

    write(sink, "one");
    write(sink, "two");

    assertThat(sink.lost()).isEqualTo(2);
    assertThat(observer.sum("obs.log.audit.lost")).isEqualTo(2);
    assertThat(observer.diagnostics.faultCount("log.audit")).isEqualTo(2);
    sink.close(LONG);
    assertThat(observer.sum("obs.log.audit.lost")).isEqualTo(2);
  }

  @Test
  void write_thatNoSinkTakes_throwsIfChosen() {
    assumeTrue(Files.exists(FULL));
    AuditSink sink = AuditSink.of(FileSink.at(FULL)).throwing();
    sink.start(observer.diagnostics);

    assertThatThrownBy(() -> write(sink, "one"))
        .isInstanceOf(AuditLostException.class)
        .hasMessageContaining("/dev/full");
    sink.close(LONG);
  }

  @Test
  void write_toSinkThatThrows_goesToTheSecond() throws IOException {
    GatedSink broken = new GatedSink();
    broken.throwing = true;
    AuditSink sink = AuditSink.of(broken, FileSink.at(file("second.log")));
    sink.start(observer.diagnostics);

    write(sink, "one");

    assertThat(Files.readAllLines(file("second.log"))).containsExactly("one");
    sink.close(LONG);
    assertThat(broken.closed).isTrue();
  }

  @Test
  void write_throughAsynchronousSecond_isThereWhenTheCallReturns() throws IOException {
    assumeTrue(Files.exists(FULL));
    AuditSink sink =
        AuditSink.of(FileSink.at(FULL), AsyncSink.of(FileSink.at(file("second.log"))));
    sink.start(observer.diagnostics);

    write(sink, "one");

    assertThat(Files.readAllLines(file("second.log"))).containsExactly("one");
    sink.close(LONG);
  }

  @Test
  void commit_whoseForceFails_failsAllOfItsGroup() throws Exception {
    List<Boolean> fails = new ArrayList<>(List.of(true, false));
    GroupCommit commits =
        new GroupCommit(
            () -> {
              if (fails.remove(0)) {
                throw new IOException("on purpose");
              }
            });
    long before = commits.failures();
    GroupCommit.Group first = commits.join();
    commits.await(first);
    assertThat(commits.failures()).isEqualTo(before + 1);
    assertThat(commits.lastFailure()).hasMessage("on purpose");

    commits.await(first);
    assertThat(fails).hasSize(1);
    commits.await(commits.join());
    assertThat(fails).isEmpty();
    assertThat(commits.failures()).isEqualTo(before + 1);
  }
}
