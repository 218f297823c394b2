package io.obs4j.export.prometheus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint over TLS, with a certificate of its own making. */
@Timeout(60)
class EndpointTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path directory;
  private static SSLContext context;

  private final EndpointSignals signals = EndpointSignals.of(EndpointSignals.gauges(1));

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = directory.resolve("endpoint.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "endpoint",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    context = context(store);
  }

  private static SSLContext context(Path store) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext made = SSLContext.getInstance("TLS");
    made.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return made;
  }

  private static PrometheusEndpoint start(EndpointSignals signals, Duration writeTimeout) {
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.builder().port(0).tls(context).writeTimeout(writeTimeout).build();
    endpoint.start(signals);
    return endpoint;
  }

  private static String scrape(PrometheusEndpoint endpoint) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(context).build();
    URI uri = URI.create("https://127.0.0.1:" + endpoint.port() + "/metrics");
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  @Test
  void metrics_overTls_areEncrypted() throws Exception {
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(10))) {
      assertThat(scrape(endpoint)).contains("test_gauge_0 0");
      assertThat(signals.log.announced())
          .singleElement()
          .asString()
          .contains("https://127.0.0.1:" + endpoint.port() + "/metrics");
    }
  }

  @Test
  void handshake_thatTricklesIn_isDisconnected() throws Exception {
    try (PrometheusEndpoint endpoint = start(signals, Duration.ofMillis(300));
        Socket slow = EndpointClient.connect(endpoint.port(), "\u0016\u0003\u0001")) {
      assertThat(EndpointClient.readToEnd(slow)).doesNotContain("HTTP");
      assertThat(scrape(endpoint)).contains("test_gauge_0 0");
    }
  }

  @Test
  void scraper_thatStopsReading_isDisconnected() throws Exception {
    EndpointSignals endless = EndpointSignals.of(EndpointSignals.ENDLESS);
    try (PrometheusEndpoint endpoint = start(endless, Duration.ofMillis(500));
        Socket socket = context.getSocketFactory().createSocket("127.0.0.1", endpoint.port())) {
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(US_ASCII));
      EndpointClient.await("broken off", () -> endless.failures("timeout") == 1);
    }
  }

  @Test
  void close_withIdleConnections_isBounded() throws Exception {
    PrometheusEndpoint endpoint = start(signals, Duration.ofSeconds(10));
    scrape(endpoint);
    long start = System.nanoTime();
    endpoint.close(Duration.ofSeconds(2));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }
}
