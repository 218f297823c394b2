package io.obs4j.core.internal.http;

import static io.obs4j.core.internal.http.Senders.send;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obs4j.judges.ScriptedServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a request to a host that has several addresses. */
@Timeout(120)
class HttpAddressTest {

  private static final String HOST = "two.example";
  private static final int MOST_TRIED = 16;
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

  private final Senders senders = new Senders();
  private final List<Socket> filling = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    senders.close();
    for (Socket each : filling) {
      each.close();
    }
  }

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  @Test
  void of_anAddressWasReached_beginsWithIt() throws Exception {
    InetAddress[] all = {address(1), address(2), address(3)};
    Addresses addresses = new Addresses(host -> all);

    assertThat(addresses.of(HOST)).containsExactly(all);
    addresses.reached(all[1]);
    assertThat(addresses.of(HOST)).containsExactly(all[1], all[0], all[2]);
  }

  @Test
  void of_theAddressThatWasReachedIsGone_areThoseThatAreThere() throws Exception {
    Addresses addresses = new Addresses(host -> new InetAddress[] {address(2), address(3)});
    addresses.reached(address(1));

    assertThat(addresses.of(HOST)).containsExactly(address(2), address(3));
  }

  @Test
  void of_theAddressThatWasReachedFailed_endsWithIt() throws Exception {
    InetAddress[] all = {address(1), address(2), address(3)};
    Addresses addresses = new Addresses(host -> all);

    addresses.reached(all[0]);
    addresses.failed();
    assertThat(addresses.of(HOST)).containsExactly(all[1], all[2], all[0]);
    addresses.reached(all[0]);
    assertThat(addresses.of(HOST)).containsExactly(all);
  }

  @Test
  void send_firstAddressAcceptsAndIsSilent_arrivesAtTheSecondTheNextTime() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        ServerSocket silent = new ServerSocket()) {
      silent.bind(new InetSocketAddress(address(2), server.port()), 50);
      HttpSettingsBuilder http = new HttpSettingsBuilder("http://" + HOST + ':' + server.port());
      http.timeout(Duration.ofSeconds(2));
      HttpSender sender =
          senders.with(
              http, host -> new InetAddress[] {address(2), InetAddress.getLoopbackAddress()});

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());
      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 202));
      sender.close();
    }
  }

  @Test
  void send_firstAddressCannotServe_arrivesAtTheSecondTheNextTime() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        ServerSocket busy = new ServerSocket()) {
      busy.bind(new InetSocketAddress(address(2), server.port()), 50);
      Thread answering = new Thread(() -> answerBusy(busy));
      answering.start();
      HttpSender sender =
          senders.with(
              new HttpSettingsBuilder("http://" + HOST + ':' + server.port()),
              host -> new InetAddress[] {address(2), InetAddress.getLoopbackAddress()});

      assertThat(send(sender).status()).isEqualTo(503);
      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 202));
      sender.close();
      answering.join();
    }
  }

  /** Keeps the connection open, as if it went on. */
  private static void answerBusy(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read(new byte[1]);
      socket
          .getOutputStream()
          .write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The client is gone.
    }
  }

  /** Time that a slow machine takes is no reason to fail: if it was too little, there is more. */
  private void sendUntilArrived(HttpSettingsBuilder http, InetAddress silent, Arrival arrival)
      throws IOException {
    for (Duration timeout = Duration.ofSeconds(1);
        !arrival.isSeen() && timeout.compareTo(MOST_PATIENCE) < 0;
        timeout = timeout.multipliedBy(2)) {
      http.timeout(timeout);
      HttpSender sender =
          senders.with(http, host -> new InetAddress[] {silent, InetAddress.getLoopbackAddress()});
      send(sender);
      sender.close();
    }
  }

  private interface Arrival {
    boolean isSeen();
  }

  @Test
  void send_firstAddressAcceptsAndIsSilentToTls_triesTheSecondInTheSameTime() throws Exception {
    Queue<Integer> firstBytes = new ConcurrentLinkedQueue<>();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocket silent = new ServerSocket()) {
      silent.bind(new InetSocketAddress(address(2), server.getLocalPort()), 50);
      readFirstBytes(server, firstBytes);

      sendUntilArrived(
          new HttpSettingsBuilder("https://" + HOST + ':' + server.getLocalPort()),
          address(2),
          () -> !firstBytes.isEmpty());

      assertThat(firstBytes).isNotEmpty().containsOnly(HttpProxyTest.HANDSHAKE);
    }
  }

  private static void readFirstBytes(ServerSocket server, Queue<Integer> to) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  int first = socket.getInputStream().read();
                  if (first >= 0) { // It may have been too late for more than to connect.
                    to.add(first);
                  }
                } catch (IOException e) {
                  // The test is over, or a client has gone.
                }
              }
            },
            "first-bytes");
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void send_firstAddressOfTheProxyIsSilent_asksTheSecondForTheTunnelInTheSameTime()
      throws Exception {
    try (ScriptedServer proxy =
            ScriptedServer.answering(request -> ScriptedServer.answer(407, ""));
        ServerSocket silent = new ServerSocket()) {
      silent.bind(new InetSocketAddress(address(2), proxy.port()), 50);
      HttpSettingsBuilder http = new HttpSettingsBuilder("https://collector.example/v1/traces");
      http.proxies(HttpProxyTest.through(HOST, proxy.port()));

      sendUntilArrived(http, address(2), () -> !proxy.requests.isEmpty());

      assertThat(proxy.requests)
          .isNotEmpty()
          .allMatch(each -> each.line().equals("CONNECT collector.example:443 HTTP/1.1"));
      assertThat(senders.log.at(Level.WARNING)).isNotEmpty();
    }
  }

  /** What has accepted says more than what refuses. */
  @Test
  void send_oneAddressAnswersAndTheOtherRefuses_tellsWhatWasAnswered() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.start(ScriptedServer.answer(407, ""))) {
      HttpSettingsBuilder http = new HttpSettingsBuilder("https://collector.example/v1/traces");
      http.proxies(HttpProxyTest.through(HOST, proxy.port()));
      HttpSender sender =
          senders.with(
              http, host -> new InetAddress[] {InetAddress.getLoopbackAddress(), address(2)});

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      assertThat(senders.log.at(Level.WARNING)).singleElement().asString().contains("answered 407");
      sender.close();
    }
  }

  /** A queue of connections that is full stands in for a network that swallows packets. */
  @Test
  void send_firstAddressSwallowsPackets_arrivesAtTheSecond() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        ServerSocket silent = new ServerSocket()) {
      silent.bind(new InetSocketAddress(address(2), server.port()), 1);
      assumeThat(isFull(silent)).isTrue();
      HttpSettingsBuilder http = new HttpSettingsBuilder("http://" + HOST + ':' + server.port());
      http.timeout(Duration.ofSeconds(4));
      HttpSender sender =
          senders.with(
              http, host -> new InetAddress[] {address(2), InetAddress.getLoopbackAddress()});

      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 202));

      assertThat(server.connections).hasValue(1);
      sender.close();
    }
  }

  private boolean isFull(ServerSocket silent) throws IOException {
    for (int i = 0; i < MOST_TRIED; i++) {
      Socket socket = new Socket();
      filling.add(socket);
      try {
        socket.connect(silent.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException e) {
        return true;
      }
    }
    return false;
  }
}
