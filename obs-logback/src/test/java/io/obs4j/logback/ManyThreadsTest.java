package io.obs4j.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.baggage.Baggage;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.spi.LoggingEventBuilder;

/** Threads that log through one encoder at once, each event unlike all others. */
@Timeout(300)
class ManyThreadsTest {

  private static final int THREADS = 8;
  private static final int EVENTS = 2_000;

  @TempDir private Path directory;

  /** What makes an event unlike all others, by which thread it is of and as which one. */
  private record Told(int thread, int number) {

    String id() {
      return thread + "-" + number;
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
                      trace(), span(), TraceFlags.getSampled(), TraceState.getDefault())))
          .with(Baggage.builder().put("tenant", "b" + id()).build());
    }

    boolean isFailure() {
      return number % 10 == 3;
    }

    void log(Hosted hosted) {
      Logger logger = hosted.logger("io.acme.T" + thread);
      hosted.mdc().put("request.id", "r" + id());
      hosted.mdc().put("only." + number % 7, "m" + id());
      try (Scope scope = around().makeCurrent()) {
        LoggingEventBuilder event =
            logger
                .atInfo()
                .addArgument("a" + id())
                .addArgument(number)
                .addKeyValue("number", number)
                .addKeyValue("text", "k" + id());
        if (isFailure()) {
          event = event.setCause(new IllegalStateException("f" + id()));
        }
        event.log("first {} second {}");
        assertThat(scope).isNotNull();
      } finally {
        hosted.mdc().clear();
      }
    }

    /** Nothing else is in the line than what every one has. */
    void assertWhole(JsonNode line) {
      assertThat(line.path("message").asText()).isEqualTo("first a" + id() + " second " + number);
      assertThat(line.path("log.logger").asText()).isEqualTo("io.acme.T" + thread);
      assertThat(line.path("process.thread.name").asText()).isEqualTo("writer " + thread);
      assertThat(line.path("text").asText()).isEqualTo("k" + id());
      assertThat(line.path("trace.id").asText()).isEqualTo(trace());
      assertThat(line.path("span.id").asText()).isEqualTo(span());
      assertThat(line.path("tenant").asText()).isEqualTo("b" + id());
      for (int i = 0; i < 7; i++) {
        String expected = i == number % 7 ? "m" + id() : "";
        assertThat(line.path("only." + i).asText()).isEqualTo(expected);
      }
      assertThat(line.path("error.message").asText()).isEqualTo(isFailure() ? "f" + id() : "");
    }

    static Told of(JsonNode line) {
      String[] id = line.path("request.id").asText().substring(1).split("-", 2);
      return new Told(Integer.parseInt(id[0]), line.path("number").asInt());
    }
  }

  @Test
  void lines_ofManyThreads_areEachOfOneEventAndAllThere() throws Exception {
    try (Hosted hosted = Hosted.writing(directory.resolve("lines.json"))) {
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
        assertThat(line.path("request.id").asText()).isEqualTo("r" + told.id());
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
