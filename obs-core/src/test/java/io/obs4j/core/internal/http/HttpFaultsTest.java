package io.obs4j.core.internal.http;

import static io.obs4j.core.internal.http.Senders.send;
import static io.obs4j.core.internal.http.Senders.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of one request, whatever the server does. */
@Timeout(120)
class HttpFaultsTest {

  private static final Set<Integer> FOR_NOW = Set.of(429, 502, 503, 504);

  private final Senders senders = new Senders();

  @AfterEach
  void close() {
    senders.close();
  }

  @Test
  void send_everyStatus_isDeliveredRefusedOrForLater() throws Exception {
    int[] status = {0};
    try (ScriptedServer server =
        ScriptedServer.answering(
            request ->
                status[0] == 204
                    ? "HTTP/1.1 204 None\r\n\r\n"
                    : status[0] == 304
                        ? "HTTP/1.1 304 Same\r\n\r\n"
                        : ScriptedServer.answer(status[0], "text"))) {
      HttpSender sender = senders.to(server.url());
      for (status[0] = 200; status[0] < 600; status[0]++) {
        Delivery.Fate expected =
            status[0] < 300
                ? Delivery.Fate.DELIVERED
                : FOR_NOW.contains(status[0]) ? Delivery.Fate.FAILED : Delivery.Fate.REFUSED;
        assertThat(send(sender)).extracting(Delivery::fate).isEqualTo(expected);
      }
      // On a connection that was kept, 408 says that it was kept for too long: it is asked anew.
      assertThat(server.requests).hasSize(401);
      assertThat(server.connections).hasValue(2);
      sender.close();
    }
  }

  @Test
  void send_answerCannotBeRead_isWhatItsStatusSays() throws Exception {
    AnswerFormat unreadable =
        new AnswerFormat() {
          @Override
          public int rejected(HttpAnswer answer) {
            throw new OutOfMemoryError("planted");
          }

          @Override
          public String message(HttpAnswer answer) {
            throw new IllegalStateException("planted");
          }
        };
    try (ScriptedServer server =
        ScriptedServer.start(
            ScriptedServer.ACCEPTED,
            ScriptedServer.answer(400, "no"),
            ScriptedServer.answer(503, "later"))) {
      HttpSender sender = senders.with(new HttpSettingsBuilder(server.url()), unreadable);

      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 202));
      assertThat(send(sender)).isEqualTo(Delivery.refused(400));
      assertThat(send(sender).status()).isEqualTo(503);
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "H",
        "HTTP/1.1 200",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 100 Continue\r\nContent-Le",
        "HTTP/3 200 OK\r\n\r\n",
      })
  void send_answerThatBreaksOffBeforeItsStatus_isForLater(String answer) throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.write(answer);
              exchange.socket().close();
            })) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());
      sender.close();
    }
  }

  @Test
  void send_interimAnswersWhileTheRequestIsWritten_areNoReasonToStop() throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
              exchange.write("HTTP/1.1 100 Continue\r\n\r\n");
              exchange.read();
              exchange.write(ScriptedServer.ACCEPTED);
            })) {
      HttpSender sender = senders.to(server.url());
      String large = "x".repeat(16 << 20); // More than the system takes in before it is read.
      for (int i = 0; i < 2; i++) {
        sender.begin().writeAscii(large);
        sender.end();

        assertThat(sender.send(1, Long.MAX_VALUE)).isEqualTo(Delivery.accepted(0, 202));
      }
      assertThat(server.requests)
          .hasSize(2)
          .allMatch(each -> each.latin1().length() == large.length());
      assertThat(server.connections).hasValue(1);
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100\r\n\r\nshort",
        "Content-Le",
        "Content-Length: x\r\n\r\n",
        "Content-Length: -5\r\n\r\n",
        "no header\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "\r\nno length",
      })
  void send_answerThatBreaksOffBehindItsStatus_isWhatTheStatusSays(String rest) throws Exception {
    int[] status = {200};
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.write("HTTP/1.1 " + status[0] + " Any\r\n" + rest);
              exchange.socket().close();
            })) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 200));
      status[0] = 400;
      assertThat(send(sender)).isEqualTo(Delivery.refused(400));
      status[0] = 503;
      assertThat(send(sender)).isEqualTo(Delivery.unavailable(503, 0));
      assertThat(server.connections).hasValue(3);
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "X-Slow: y", "Content-Length: 10\r\n\r\nab", "\r\nno length, and no end"})
  void send_answerThatStallsBehindItsStatus_isWhatTheStatusSays(String rest) throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.write("HTTP/1.1 400 Bad\r\n" + rest);
              exchange.awaitRelease();
            })) {
      HttpSender sender = senders.to(server.url(), Duration.ofMillis(500));

      assertThat(send(sender)).isEqualTo(Delivery.refused(400));
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {(4 << 20) + 1, 1L << 31, Long.MAX_VALUE})
  void send_answerThatSaysItIsTooLarge_isRefusedWithoutBeingRead(long length) throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
              exchange.awaitRelease();
            })) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender)).isEqualTo(Delivery.refused(200));
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: %s\r\n\r\n", "%s: y\r\n\r\n"})
  void send_answerWithAHeaderThatIsTooLong_isWhatTheStatusSays(String header) throws Exception {
    String answer = "HTTP/1.1 400 Bad\r\n" + String.format(header, "y".repeat(9_000));
    try (ScriptedServer server = ScriptedServer.answering(request -> answer)) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender)).isEqualTo(Delivery.refused(400));
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 2", "HTTP/1.1 103 Early Hints\r\n"})
  void send_answerWithoutAStatusInTime_isBrokenOff(String beginning) throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.write(beginning);
              while (!exchange.socket().isClosed()) {
                exchange.awaitRelease();
              }
            })) {
      HttpSender sender = senders.to(server.url(), Duration.ofMillis(200));

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      senders.assertTold("within 200 ms");
      sender.close();
    }
  }

  @Test
  void send_connectionResetWhileTheBodyIsWritten_isForLater() throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.socket().setSoLinger(true, 0);
              exchange.socket().close();
            })) {
      HttpSender sender = senders.to(server.url());
      sender.begin().writeAscii("x".repeat(32 << 20));
      sender.end();

      assertThat(sender.send(1, Long.MAX_VALUE)).isEqualTo(Delivery.unreachable());
      sender.close();
    }
  }

  @Test
  void send_endlessAnswer_isRefusedAndTold() throws Exception {
    byte[] zeros = new byte[64 << 10];
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.write("HTTP/1.1 200 OK\r\n\r\n");
              while (!exchange.socket().isClosed()) {
                exchange.write(zeros);
              }
            })) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender)).isEqualTo(Delivery.refused(200));

      senders.assertTold("larger than 4 MiB");
      sender.close();
    }
  }

  @Test
  void send_gzipBomb_isRefusedAndTold() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[1 << 30 >> 3]);
    }
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.write(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + packed.size()
                      + "\r\n\r\n");
              exchange.write(packed.toByteArray());
            })) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender)).isEqualTo(Delivery.refused(200));

      senders.assertTold("larger than 4 MiB");
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void send_redirected_isRefusedAndNotFollowed(int status) throws Exception {
    try (ScriptedServer elsewhere = ScriptedServer.start();
        ScriptedServer server =
            ScriptedServer.answering(
                request -> ScriptedServer.answer(status, "", "Location: " + elsewhere.url()))) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender)).isEqualTo(Delivery.refused(status));

      assertThat(server.requests).hasSize(1);
      assertThat(elsewhere.connections).hasValue(0);
      sender.close();
    }
  }

  /** Each byte comes in good time, and the whole never. */
  @Test
  void send_answerThatDrips_isBrokenOffAllTheSame() throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.write("HTTP/1.1 103 Early Hints\r\nX-Slow: ");
              while (!exchange.socket().isClosed()) {
                exchange.write("x");
                LockSupport.parkNanos(1_000_000);
              }
            })) {
      HttpSender sender = senders.to(server.url(), Duration.ofMillis(300));

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      senders.assertTold("within 300 ms");
      sender.close();
    }
  }

  @Test
  void send_serverHasClosedItsHalf_isForLater() throws Exception {
    try (ScriptedServer server =
        serving(
            exchange -> {
              exchange.read();
              exchange.socket().shutdownOutput();
              exchange.awaitRelease();
            })) {
      HttpSender sender = senders.to(server.url());

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());
      sender.close();
    }
  }

  /** As when its machine has gone: the connection is there, and nobody at its other end. */
  @Test
  void send_nobodyAtTheOtherEndOfAKeptConnection_isBrokenOff() throws Exception {
    AtomicBoolean gone = new AtomicBoolean();
    try (ScriptedServer server =
        serving(
            exchange -> {
              if (gone.getAndSet(true)) {
                exchange.awaitRelease();
              }
              exchange.read();
              exchange.write(ScriptedServer.ACCEPTED);
            })) {
      HttpSender sender = senders.to(server.url(), Duration.ofMillis(500));

      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 202));
      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      assertThat(server.connections).hasValue(1);
      sender.close();
    }
  }

  @Test
  void send_contextOfTlsCannotBeUsed_isForLaterAndClosesTheSocket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpSettingsBuilder http =
          new HttpSettingsBuilder("https://127.0.0.1:" + server.getLocalPort() + "/v1/traces");
      http.tls(SSLContext.getInstance("TLS"));
      HttpSender sender = senders.with(http);

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
      }
      sender.close();
    }
  }
}
