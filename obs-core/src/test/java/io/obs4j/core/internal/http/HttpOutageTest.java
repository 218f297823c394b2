package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.ExportResult;
import io.obs4j.core.ManualClock;
import io.obs4j.judges.LogLines;
import io.obs4j.judges.ScriptedServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A destination that is away for an hour, in a time that the test makes pass. */
@Timeout(120)
class HttpOutageTest {

  private static final int SECONDS = 3_600;
  private static final int KEPT = 500;
  private static final Duration TIMEOUT = Duration.ofHours(1);

  private final ManualClock clock = ManualClock.at(Instant.parse("2024-01-01T00:00:00Z"));
  private final ManualAlarms alarms = new ManualAlarms();
  private final LogLines log = new LogLines();

  /** Alarms that go off when the test looks; no request is too slow. */
  private final class ManualAlarms implements Alarms {

    private record Due(long at, Runnable call) {}

    private final List<Due> pending = new CopyOnWriteArrayList<>();

    @Override
    public Alarm after(long nanos, Runnable call) {
      if (nanos == TIMEOUT.toNanos()) {
        return () -> {};
      }
      Due due = new Due(clock.nanoTime() + nanos, call);
      pending.add(due);
      return () -> pending.remove(due);
    }

    void ring() {
      for (Due due : List.copyOf(pending)) {
        if (due.at() <= clock.nanoTime() && pending.remove(due)) {
          due.call().run();
        }
      }
    }

    @Override
    public void close() {
      pending.clear();
    }
  }

  private HttpBatchExporter<String> open(ScriptedServer server) {
    return open(new HttpSettingsBuilder(server.url()));
  }

  private HttpBatchExporter<String> open(HttpSettingsBuilder http) {
    http.concurrency(1);
    http.timeout(TIMEOUT);
    HttpSettings settings = http.build("text/plain");
    HttpDestination destination =
        new HttpDestination(
            "outage",
            settings,
            Retry.DEFAULT,
            AnswerFormat.PLAIN,
            new DestinationReport(
                Diagnostics.loggingTo(log), clock, "test.export", settings, "Look at it."),
            SendMeter.NONE,
            clock,
            alarms);
    return new HttpBatchExporter<>(
        destination,
        KEPT * 4L,
        () ->
            (records, from, body) -> {
              body.writeAscii(records.get(from));
              return from + 1;
            });
  }

  @Test
  void export_destinationIsAwayForAnHour_keepsTheLastAndAsksNowAndThen() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    List<CompletableFuture<ExportResult>> batches = new ArrayList<>();
    try (ScriptedServer server =
        ScriptedServer.answering(
            request -> up.get() ? ScriptedServer.ACCEPTED : ScriptedServer.answer(503, ""))) {
      HttpBatchExporter<String> exporter = open(server);
      for (int second = 0; second < SECONDS; second++) {
        batches.add(exporter.export(List.of("" + (1_000 + second))).toCompletableFuture());
        assertThat(exporter.retryBytes()).isLessThanOrEqualTo(KEPT * 4L);
        clock.advance(Duration.ofSeconds(1));
        alarms.ring();
      }
      int asked = server.requests.size();
      up.set(true);
      while (!batches.get(SECONDS - 1).isDone()) {
        clock.advance(Duration.ofSeconds(1));
        alarms.ring();
      }
      CompletableFuture<?> all =
          CompletableFuture.allOf(batches.toArray(new CompletableFuture<?>[0]));
      while (!all.isDone()) {
        clock.advance(Duration.ofSeconds(1));
        alarms.ring();
      }

      // Every half minute at last, each shortened by up to half.
      assertThat(asked).isBetween(100, 300);
      List<ExportResult> results = batches.stream().map(CompletableFuture::join).toList();
      assertThat(results.stream().filter(result -> result.dropped().isEmpty()).count())
          .isBetween(KEPT - 5L, KEPT + 5L);
      assertThat(results.subList(0, SECONDS - KEPT - 10))
          .containsOnly(ExportResult.dropped(1, "retry_full"));
      assertThat(results.subList(SECONDS - KEPT + 10, SECONDS))
          .containsOnly(ExportResult.delivered());
      assertThat(exporter.retryBytes()).isZero();
      assertThat(log.at(Level.WARNING)).hasSize(1);
      exporter.close(Duration.ofSeconds(30));
    }
  }

  @Test
  void export_requestsAndProbesEndWithErrors_deliversWhenTheyDoNot() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    AtomicInteger errors = new AtomicInteger();
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpSettingsBuilder http = new HttpSettingsBuilder(server.url());
      http.proxies(
          new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
              if (up.get()) {
                return List.of(Proxy.NO_PROXY);
              }
              errors.incrementAndGet();
              throw new NoClassDefFoundError("broken");
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
          });
      HttpBatchExporter<String> exporter = open(http);
      CompletableFuture<ExportResult> batch =
          exporter.export(List.of("record")).toCompletableFuture();
      // The first three open the circuit; the others are probes.
      while (errors.get() < 6) {
        clock.advance(Duration.ofSeconds(1));
        alarms.ring();
      }
      up.set(true);
      while (!batch.isDone()) {
        clock.advance(Duration.ofSeconds(1));
        alarms.ring();
      }

      assertThat(batch).isCompletedWithValue(ExportResult.delivered());
      exporter.close(Duration.ofSeconds(30));
    }
  }
}
