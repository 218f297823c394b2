package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.judges.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One encoder in several calls at once: of many threads, and within each other. */
@Timeout(300)
class SharedEncoderTest {

  private static final int THREADS = 1_000;
  private static final int LINES = 20;
  private static final int DEPTH = 20;

  private final StrictReader reader = new StrictReader();
  private final LineEncoder encoder =
      LineFormat.ecs()
          .encoder(Resource.builder().service("orders", "1").build(), Diagnostics.create());

  /** Lets other threads run on this carrier while it is asked for its text. */
  private record Yielding(int number) {

    @Override
    public String toString() {
      LockSupport.parkNanos(1);
      return "n" + number;
    }
  }

  private void encode(int thread, ConcurrentLinkedQueue<byte[]> lines) {
    for (int i = 0; i < LINES; i++) {
      TestEvent event =
          new TestEvent()
              .message("thread {} line {}", new Yielding(thread), new Yielding(i))
              .context(Map.of("tenant", "t" + thread))
              .keyValue("map", Map.of("thread", new Yielding(thread)));
      event.logger = "io.acme.T" + thread;
      ByteSink out = new ByteSink(16);
      encoder.encode(event, out);
      lines.add(out.toByteArray());
    }
  }

  @Test
  void virtualThreads_thatEncodeAtOnce_mixNothing() throws Exception {
    ConcurrentLinkedQueue<byte[]> lines = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      threads.add(VirtualThreads.start(() -> encode(thread, lines)));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(lines).hasSize(THREADS * LINES);
    int[] seen = new int[THREADS];
    for (byte[] bytes : lines) {
      Map<String, Object> line = reader.read(bytes, bytes.length);
      String number = ((String) line.get("tenant")).substring(1);
      assertThat((String) line.get("message")).startsWith("thread n" + number + " line n");
      assertThat(line).containsEntry("log.logger", "io.acme.T" + number);
      assertThat(line).containsEntry("map", Map.of("thread", "n" + number));
      seen[Integer.parseInt(number)]++;
    }
    assertThat(seen).containsOnly(LINES);
  }

  /** Encodes an event of its own, whose argument does the same, while it is asked for its text. */
  private final class Talkative {

    final int depth;
    final List<byte[]> lines;

    Talkative(int depth, List<byte[]> lines) {
      this.depth = depth;
      this.lines = lines;
    }

    @Override
    public String toString() {
      if (depth > 0) {
        ByteSink out = new ByteSink(16);
        encoder.encode(event(depth - 1, lines), out);
        lines.add(out.toByteArray());
      }
      return "d" + depth;
    }
  }

  private TestEvent event(int depth, List<byte[]> lines) {
    return new TestEvent()
        .message("said {} at " + depth, new Talkative(depth, lines))
        .keyValue("list", List.of("before", new Talkative(depth == DEPTH ? 1 : 0, lines), "after"));
  }

  @Test
  void argumentThatEncodes_whileItIsEncoded_mixesNothing() {
    List<byte[]> lines = new ArrayList<>();
    ByteSink out = new ByteSink(16);

    encoder.encode(event(DEPTH, lines), out);

    Map<String, Object> outer = reader.read(out);
    assertThat(outer).containsEntry("message", "said d" + DEPTH + " at " + DEPTH);
    assertThat(outer).containsEntry("list", List.of("before", "d1", "after"));
    assertThat(lines).hasSize(DEPTH + 1);
    for (int i = 0; i < DEPTH; i++) {
      Map<String, Object> inner = reader.read(lines.get(i), lines.get(i).length);
      assertThat(inner).containsEntry("message", "said d" + i + " at " + i);
      assertThat(inner).containsEntry("list", List.of("before", "d0", "after"));
    }
  }

  @Test
  void keysTemplatesAndLoggers_moreThanAreKept_areToldAllTheSame() {
    ByteSink out = new ByteSink(16);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        TestEvent event = new TestEvent().message("template " + i + " {}", i).keyValue("k" + i, i);
        event.logger = "io.acme.L" + i;
        out.reset();
        encoder.encode(event, out);

        assertThat(reader.read(out))
            .containsEntry("message", "template " + i + " " + i)
            .containsEntry("k" + i, i)
            .containsEntry("log.logger", "io.acme.L" + i);
      }
    }
  }
}
