package io.obs4j.core.internal.http;

import static io.obs4j.core.internal.http.Senders.send;
import static io.obs4j.core.internal.http.Senders.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a request that goes through a proxy. */
@Timeout(120)
class HttpProxyTest {

  /** What TLS begins with. */
  static final int HANDSHAKE = 22;

  private final Senders senders = new Senders();

  @AfterEach
  void close() {
    senders.close();
  }

  private static ProxySelector selecting(Supplier<Proxy> proxy) {
    return selectingAll(() -> List.of(proxy.get()));
  }

  private static ProxySelector selectingAll(Supplier<List<Proxy>> proxies) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return proxies.get();
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }

  private static ProxySelector through(int port) {
    return through("127.0.0.1", port);
  }

  static ProxySelector through(String host, int port) {
    InetSocketAddress address = InetSocketAddress.createUnresolved(host, port);
    return selecting(() -> new Proxy(Proxy.Type.HTTP, address));
  }

  @Test
  void send_throughAProxy_namesTheServer() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.start()) {
      HttpSettingsBuilder http = new HttpSettingsBuilder("http://collector.example:4318/v1/traces");
      http.proxies(through(proxy.port()));
      http.header("Proxy-Authorization", "Basic s3cret");
      HttpSender sender = senders.with(http);

      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 202));

      assertThat(proxy.requests.get(0).headers())
          .containsEntry("proxy-authorization", "Basic s3cret");
      assertThat(proxy.requests.get(0).line())
          .isEqualTo("POST http://collector.example:4318/v1/traces HTTP/1.1");
      assertThat(proxy.requests.get(0).headers()).containsEntry("host", "collector.example:4318");
      sender.close();
    }
  }

  @Test
  void send_proxyCannotBeReached_goesStraightAsToNoProxy() throws Exception {
    try (ScriptedServer server = ScriptedServer.start()) {
      HttpSettingsBuilder http = new HttpSettingsBuilder(server.url());
      InetSocketAddress noHost = InetSocketAddress.createUnresolved("proxy.invalid", 1);
      http.proxies(selectingAll(() -> List.of(new Proxy(Proxy.Type.HTTP, noHost), Proxy.NO_PROXY)));
      http.header("Proxy-Authorization", "Basic s3cret");
      HttpSender sender =
          senders.with(
              http,
              host -> {
                if (host.equals("proxy.invalid")) {
                  throw new UnknownHostException(host);
                }
                return InetAddress.getAllByName(host);
              });

      assertThat(send(sender)).isEqualTo(Delivery.accepted(0, 202));

      assertThat(server.requests.get(0).line()).startsWith("POST /");
      assertThat(server.requests.get(0).headers()).doesNotContainKey("proxy-authorization");
      sender.close();
    }
  }

  @Test
  void send_proxyRefusesTheTunnel_isForLaterAndToldWithTheProxy() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.start(ScriptedServer.answer(407, ""))) {
      HttpSettingsBuilder http = new HttpSettingsBuilder("https://collector.example/v1/traces");
      http.proxies(through(proxy.port()));
      HttpSender sender = senders.with(http);

      assertThat(send(sender)).isEqualTo(Delivery.unreachable());

      assertThat(proxy.requests.get(0).line()).isEqualTo("CONNECT collector.example:443 HTTP/1.1");
      senders.assertTold("the proxy 127.0.0.1:" + proxy.port() + " answered 407");
      sender.close();
    }
  }

  @Test
  void send_credentialsForTheProxyOfATunnel_goToItAlone() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.start(ScriptedServer.answer(407, ""))) {
      HttpSettingsBuilder http = new HttpSettingsBuilder("https://collector.example/v1/traces");
      http.proxies(through(proxy.port()));
      http.header("proxy-authorization", "Basic s3cret");
      http.header("Authorization", "Bearer token");
      HttpSender sender = senders.with(http);

      send(sender);

      assertThat(proxy.requests.get(0).headers())
          .containsEntry("proxy-authorization", "Basic s3cret")
          .doesNotContainKey("authorization");
      HttpSettings settings = http.build("text/plain");
      assertThat(settings.head(settings.format())).contains("token").doesNotContain("s3cret");
      sender.close();
    }
  }

  @Test
  void send_proxyAsksForCredentials_opensTheTunnelForThem() throws Exception {
    Queue<Integer> inTheTunnel = new ConcurrentLinkedQueue<>();
    try (ScriptedServer proxy =
        serving(
            exchange -> {
              String given = exchange.read().headers().get("proxy-authorization");
              if (given == null) {
                exchange.write(ScriptedServer.answer(407, ""));
              } else {
                exchange.write("HTTP/1.1 200 Connected\r\n\r\n");
                inTheTunnel.add(exchange.socket().getInputStream().read());
              }
              exchange.socket().close();
            })) {
      HttpSettingsBuilder http = new HttpSettingsBuilder("https://collector.example/v1/traces");
      http.proxies(through(proxy.port()));
      send(senders.with(http));
      assertThat(inTheTunnel).isEmpty();

      http.header("Proxy-Authorization", "Basic s3cret");
      send(senders.with(http));

      assertThat(inTheTunnel).containsExactly(HANDSHAKE);
    }
  }

  @Test
  void send_proxySelectorThrows_isForLater() throws Exception {
    HttpSettingsBuilder http = new HttpSettingsBuilder("http://collector.example/v1/traces");
    http.proxies(
        selecting(
            () -> {
              throw new IllegalStateException("broken");
            }));
    HttpSender sender = senders.with(http);

    assertThat(send(sender)).isEqualTo(Delivery.unreachable());
    sender.close();
  }

  @Test
  void send_proxySelectorThrowsAnError_isForLaterAndTold() throws Exception {
    HttpSettingsBuilder http = new HttpSettingsBuilder("http://collector.example/v1/traces");
    http.proxies(
        selecting(
            () -> {
              throw new NoClassDefFoundError("broken");
            }));
    HttpSender sender = senders.with(http);

    assertThat(send(sender)).isEqualTo(Delivery.unreachable());

    senders.assertTold("java.lang.NoClassDefFoundError: broken");
    sender.close();
  }
}
