package io.obs4j.core.internal.http;

import static io.obs4j.core.internal.http.Senders.send;
import static io.obs4j.core.internal.http.Senders.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.ScriptedServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do with connections between requests, and before a request has arrived whole. */
@Timeout(120)
class HttpReuseTest {

  private static final String TIRED =
      "HTTP/1.1 408 Tired\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

  private final Senders senders = new Senders();

  @AfterEach
  void close() {
    senders.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {TIRED, "HTTP/1.1 500 Stray\r\nContent-Length: 0\r\n\r\n", "stray"})
  void send_bytesThatCameAfterTheAnswer_areNotTheNextAnswer(String stray) throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              // At once, so that they are there before the next request.
              exchange.write(ScriptedServer.ACCEPTED + stray);
            })) {
      HttpSender sender = senders.to(server.url());
      for (int i = 0; i < 5; i++) {
        assertThat(send(sender, 10)).isEqualTo(Delivery.accepted(0, 202));
      }
      assertThat(server.connections).hasValue(5);
      assertThat(senders.log.at(Level.WARNING)).isEmpty();
      sender.close();
    }
  }

  @Test
  void send_serverIsTiredOfWaitingWhileARequestComes_isSentOnANewConnection() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              boolean tired = requests.incrementAndGet() == 2;
              exchange.write(tired ? TIRED : ScriptedServer.ACCEPTED);
              if (tired) {
                exchange.socket().close();
              }
            })) {
      HttpSender sender = senders.to(server.url());
      assertThat(send(sender, 10)).isEqualTo(Delivery.accepted(0, 202));
      assertThat(send(sender, 10)).isEqualTo(Delivery.accepted(0, 202));

      assertThat(server.connections).hasValue(2);
      assertThat(senders.log.at(Level.WARNING)).isEmpty();
      sender.close();
    }
  }

  @Test
  void send_firstRequestOfAConnectionTooSlow_isRefused() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(TIRED)) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender, 10)).isEqualTo(Delivery.refused(408));
      sender.close();
    }
  }

  @Test
  void send_answerBeforeTheBodyIsWrittenAndThenTheEnd_isTheAnswer() throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.write(ScriptedServer.answer(413, "large"));
              exchange.socket().close();
            })) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender, 32 << 20)).isEqualTo(Delivery.refused(413));

      senders.assertTold("413 (large)");
      sender.close();
    }
  }

  @Test
  void send_answerWhileTheBodyIsWritten_endsTheBodyAndTheConnection() throws Exception {
    AtomicInteger read = new AtomicInteger();
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.write(ScriptedServer.answer(413, ""));
              while (exchange.socket().getInputStream().read() >= 0) {
                read.incrementAndGet();
              }
            })) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender, 64 << 20)).isEqualTo(Delivery.refused(413));
      assertThat(send(sender, 64 << 20)).isEqualTo(Delivery.refused(413));

      assertThat(server.connections).hasValue(2);
      assertThat(read.get()).isLessThan(64 << 20);
      sender.close();
    }
  }

  /**
   * Has whoever writes wait, though nothing was read: what comes back makes the system take in
   * more, until it takes in no more.
   */
  private static void fill(ScriptedServer.Exchange exchange) throws IOException {
    for (int i = 0; i < 100; i++) {
      exchange.write("HTTP/1.1 100 Continue\r\n\r\n");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Test
  void send_answerWhileTheServerReadsNothingMore_isTheAnswerOnceTheTimeIsNearlyOver()
      throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              fill(exchange);
              exchange.write(ScriptedServer.answer(413, "large"));
              exchange.awaitRelease();
            })) {
      HttpSender sender = senders.to(server.url(), Duration.ofSeconds(4));

      assertThat(send(sender, 64 << 20)).isEqualTo(Delivery.refused(413));

      senders.assertTold("413 (large)");
      sender.close();
    }
  }

  /** A receiver that takes a body that is cut off for a bad request, as the Collector does. */
  @Test
  void send_serverPausesUntilTheTimeIsNearlyOver_isNotToldThatTheRequestHasEnded()
      throws Exception {
    int size = 16 << 20;
    try (ScriptedServer server =
        serving(
            exchange -> {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3_700));
              boolean isWhole = exchange.read().latin1().length() == size;
              exchange.write(
                  isWhole ? ScriptedServer.ACCEPTED : ScriptedServer.answer(400, "cut off"));
            })) {
      HttpSender sender = senders.to(server.url(), Duration.ofSeconds(4));

      assertThat(send(sender, size)).isIn(Delivery.accepted(0, 202), Delivery.unreachable());
      sender.close();
    }
  }

  @Test
  void send_serverReadsNothingAndSaysNothing_isBrokenOff() throws Exception {
    try (ScriptedServer server = serving(ScriptedServer.Exchange::awaitRelease)) {
      HttpSender sender = senders.to(server.url(), Duration.ofMillis(400));

      assertThat(send(sender, 64 << 20)).isEqualTo(Delivery.unreachable());
      sender.close();
    }
  }

  @Test
  void send_secondConnectionAfterAKeptOne_hasWhatIsLeftOfTheTime() throws Exception {
    List<Long> times = new ArrayList<>();
    Alarms noting =
        new Alarms() {
          @Override
          public Alarm after(long nanos, Runnable call) {
            times.add(nanos);
            return senders.alarms.after(nanos, call);
          }

          @Override
          public void close() {}
        };
    AtomicInteger requests = new AtomicInteger();
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              if (requests.incrementAndGet() == 2) {
                exchange.socket().close();
              } else {
                exchange.write(ScriptedServer.ACCEPTED);
              }
            })) {
      HttpSettingsBuilder http = new HttpSettingsBuilder(server.url());
      Duration timeout = Duration.ofMinutes(1);
      http.timeout(timeout);
      HttpSender sender = senders.with(http, noting);
      send(sender, 10);
      assertThat(send(sender, 10)).isEqualTo(Delivery.accepted(0, 202));

      assertThat(times).hasSize(3);
      assertThat(times.get(1)).isEqualTo(timeout.toNanos());
      assertThat(times.get(2)).isPositive().isLessThan(timeout.toNanos());
      sender.close();
    }
  }
}
