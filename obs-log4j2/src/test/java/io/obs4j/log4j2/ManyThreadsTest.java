package io.obs4j.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads that log through one layout at once, each event unlike all others; every other thread
 * behind an asynchronous appender.
 */
@Timeout(300)
class ManyThreadsTest {

  private static final int THREADS = 8;
  private static final int EVENTS = 2_000;

  @TempDir private Path directory;

  /** Its text is long enough as it is. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Failure(String message) {
      super(message, null, false, false);
    }
  }

  /** What makes an event unlike all others, by which thread it is of and as which one. */
  private record Told(int thread, int number) {

    String id() {
      return thread + "-" + number;
    }

    String logger() {
      return (thread % 2 == 0 ? "io.acme.T" : "async.T") + thread;
    }

    String trace() {
      return String.format("%016x%016x", thread + 1, number + 1);
    }

    String span() {
      return String.format("%08x%08x", number + 1, thread + 1);
    }

    Context around() {
      return Context.root()
          .with(
              Span.wrap(
                  SpanContext.create(
                      trace(), span(), TraceFlags.getSampled(), TraceState.getDefault())));
    }

    /** Whether it has key-values; arguments have others. */
    boolean isMap() {
      return number % 3 == 1;
    }

    boolean isFailure() {
      return number % 10 == 3;
    }

    void log(Hosted hosted) {
      Logger logger = hosted.logger(logger());
      ThreadContext.put("request.id", "r" + id());
      ThreadContext.put("only." + number % 7, "m" + id());
      try (Scope scope = around().makeCurrent()) {
        Failure failure = isFailure() ? new Failure("f" + id()) : null;
        if (isMap()) {
          StringMapMessage map = new StringMapMessage();
          map.put("message", "map a" + id());
          map.put("text", "k" + id());
          logger.info(map, failure);
        } else {
          logger.info("first {} second {}", "a" + id(), number, failure);
        }
        assertThat(scope).isNotNull();
      } finally {
        ThreadContext.clearAll();
      }
    }

    /** Nothing else is in the line than what every one has. */
    void assertWhole(JsonNode line) {
      assertThat(line.path("message").asText())
          .isEqualTo(isMap() ? "map a" + id() : "first a" + id() + " second " + number);
      assertThat(line.path("log.logger").asText()).isEqualTo(logger());
      assertThat(line.path("process.thread.name").asText()).isEqualTo("writer " + thread);
      assertThat(line.path("text").asText()).isEqualTo(isMap() ? "k" + id() : "");
      assertThat(line.path("trace.id").asText()).isEqualTo(trace());
      assertThat(line.path("span.id").asText()).isEqualTo(span());
      for (int i = 0; i < 7; i++) {
        String expected = i == number % 7 ? "m" + id() : "";
        assertThat(line.path("only." + i).asText()).isEqualTo(expected);
      }
      assertThat(line.path("error.message").asText()).isEqualTo(isFailure() ? "f" + id() : "");
    }

    static Told of(JsonNode line) {
      String[] id = line.path("request.id").asText().substring(1).split("-", 2);
      return new Told(Integer.parseInt(id[0]), Integer.parseInt(id[1]));
    }
  }

  @Test
  void lines_ofManyThreads_areEachOfOneEventAndAllThere() throws Exception {
    try (Hosted hosted = new Hosted(directory.resolve("lines.json"))) {
      CountDownLatch begun = new CountDownLatch(THREADS);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        Thread writer = new Thread(() -> logAll(hosted, thread, begun), "writer " + thread);
        writer.start();
        threads.add(writer);
      }
      for (Thread thread : threads) {
        thread.join();
      }

      int[] next = new int[THREADS];
      for (JsonNode line : hosted.lines()) {
        Told told = Told.of(line);
        told.assertWhole(line);
        assertThat(told.number()).isEqualTo(next[told.thread()]++);
      }
      assertThat(next).containsOnly(EVENTS);
    }
  }

  private static void logAll(Hosted hosted, int thread, CountDownLatch begun) {
    begun.countDown();
    try {
      begun.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < EVENTS; i++) {
      new Told(thread, i).log(hosted);
    }
  }
}
