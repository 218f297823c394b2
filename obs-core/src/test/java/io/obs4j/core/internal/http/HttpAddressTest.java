package io.obs4j.core.internal.http;

import static io.obs4j.core.internal.http.Senders.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obs4j.judges.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a request to a host that has several addresses. */
@Timeout(120)
class HttpAddressTest {

  private static final String HOST = "two.example";
  private static final int MOST_TRIED = 16;

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
