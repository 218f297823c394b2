package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.judges.LogLines;
import io.obs4j.judges.ScriptedServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of one request, whatever the server or the proxy does. */
@Timeout(120)
class HttpFaultsTest {

  private static final Set<Integer> FOR_NOW = Set.of(429, 502, 503, 504);

  private final LogLines log = new LogLines();
  private final Alarms alarms = Alarms.onThread("obs4j-faults-alarm");

  @AfterEach
  void close() {
    alarms.close();
  }

  private HttpSender sender(HttpSettingsBuilder http) {
    HttpSettings settings = http.build("text/plain");
    return new HttpSender(
        new HttpDestination(
            "faults",
            settings,
            Retry.DEFAULT,
            AnswerFormat.PLAIN,
            new DestinationReport(
                Diagnostics.loggingTo(log), Clock.system(), "test.export", settings, "Look at it."),
            SendMeter.NONE,
            Clock.system(),
            alarms));
  }

  private static Delivery send(HttpSender sender) throws IOException {
    sender.begin().writeAscii("body");
    sender.end();
    return sender.send(1, Long.MAX_VALUE);
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
      HttpSender sender = sender(new HttpSettingsBuilder(server.url()));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "H",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/3 200 OK\r\n\r\n",
      })
  void send_answerThatBreaksOff_isForLater(String answer) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.serving(
            ServerSocketFactory.getDefault(),
            exchange -> {
              exchange.read();
              exchange.write(answer);
              exchange.socket().close();
            })) {
      HttpSender sender = sender(new HttpSettingsBuilder(server.url()));

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\n\r\nno length",
      })
  void send_bodyOfTheAnswerBreaksOff_isDeliveredAllTheSame(String answer) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.serving(
            ServerSocketFactory.getDefault(),
            exchange -> {
              exchange.read();
              exchange.write(answer);
              exchange.socket().close();
            })) {
      HttpSender sender = sender(new HttpSettingsBuilder(server.url()));

      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 200));
      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 200));
      assertThat(server.connections).hasValue(2);
      sender.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"})
  void send_answerThatComesByteByByte_isBrokenOff(String beginning) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.serving(
            ServerSocketFactory.getDefault(),
            exchange -> {
              exchange.read();
              exchange.write(beginning);
              while (!exchange.socket().isClosed()) {
                exchange.awaitRelease();
              }
            })) {
      HttpSettingsBuilder http = new HttpSettingsBuilder(server.url());
      http.timeout(Duration.ofMillis(200));
      HttpSender sender = sender(http);

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      assertThat(log.at(Level.WARNING)).singleElement().asString().contains("within 200 ms");
      sender.close();
    }
  }

  @Test
  void send_connectionResetWhileTheBodyIsWritten_isForLater() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.serving(
            ServerSocketFactory.getDefault(),
            exchange -> {
              exchange.socket().setSoLinger(true, 0);
              exchange.socket().close();
            })) {
      HttpSender sender = sender(new HttpSettingsBuilder(server.url()));
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
        ScriptedServer.serving(
            ServerSocketFactory.getDefault(),
            exchange -> {
              exchange.read();
              exchange.write("HTTP/1.1 200 OK\r\n\r\n");
              while (!exchange.socket().isClosed()) {
                exchange.write(zeros);
              }
            })) {
      HttpSender sender = sender(new HttpSettingsBuilder(server.url()));

      assertThat(send(sender)).isEqualTo(Delivery.refused(200));

      assertThat(log.at(Level.WARNING)).singleElement().asString().contains("larger than 4 MiB");
      sender.close();
    }
  }

  private static ProxySelector through(int port) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", port);
        return List.of(new Proxy(Proxy.Type.HTTP, address));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }

  @Test
  void send_throughAProxy_namesTheServer() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.start()) {
      HttpSettingsBuilder http = new HttpSettingsBuilder("http://collector.example:4318/v1/traces");
      http.proxies(through(proxy.port()));
      HttpSender sender = sender(http);

      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 202));

      assertThat(proxy.requests.get(0).line())
          .isEqualTo("POST http://collector.example:4318/v1/traces HTTP/1.1");
      assertThat(proxy.requests.get(0).headers()).containsEntry("host", "collector.example:4318");
      sender.close();
    }
  }

  @Test
  void send_proxyRefusesTheTunnel_isForLaterAndToldWithTheProxy() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.start(ScriptedServer.answer(407, ""))) {
      HttpSettingsBuilder http = new HttpSettingsBuilder("https://collector.example/v1/traces");
      http.proxies(through(proxy.port()));
      HttpSender sender = sender(http);

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      assertThat(proxy.requests.get(0).line()).isEqualTo("CONNECT collector.example:443 HTTP/1.1");
      assertThat(log.at(Level.WARNING))
          .singleElement()
          .asString()
          .contains("the proxy 127.0.0.1:" + proxy.port() + " answered 407");
      sender.close();
    }
  }

  @Test
  void send_proxySelectorThrows_isForLater() throws Exception {
    HttpSettingsBuilder http = new HttpSettingsBuilder("http://collector.example/v1/traces");
    http.proxies(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
    HttpSender sender = sender(http);

    assertThat(send(sender)).isEqualTo(Delivery.unreachable());
    sender.close();
  }

  @Test
  void send_proxySelectorThrowsAnError_isForLaterAndTold() throws Exception {
    HttpSettingsBuilder http = new HttpSettingsBuilder("http://collector.example/v1/traces");
    http.proxies(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            throw new NoClassDefFoundError("broken");
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
    HttpSender sender = sender(http);

    assertThat(send(sender)).isEqualTo(Delivery.unreachable());

    assertThat(log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("java.lang.NoClassDefFoundError: broken");
    sender.close();
  }

  @Test
  void send_contextOfTlsCannotBeUsed_isForLaterAndClosesTheSocket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpSettingsBuilder http =
          new HttpSettingsBuilder("https://127.0.0.1:" + server.getLocalPort() + "/v1/traces");
      http.tls(SSLContext.getInstance("TLS"));
      HttpSender sender = sender(http);

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
      }
      sender.close();
    }
  }
}
