package io.obs4j.export.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Environment;
import io.obs4j.core.Signal;
import io.obs4j.judges.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom the exporter trusts, and to whom it says who it is. */
@Timeout(120)
class OtlpTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir private static Path directory;

  private final OtlpSignals signals = new OtlpSignals();

  @BeforeAll
  static void makeCertificates() throws Exception {
    make("server", "EC", "san=ip:127.0.0.1");
    make("elsewhere", "EC", "san=dns:elsewhere.example");
    make("client", "RSA", "san=dns:client.example");
  }

  /** Makes {@code name.crt} and {@code name.key} in PEM. */
  private static void make(String name, String algorithm, String names) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                algorithm,
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                names,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    write(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    write(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
  }

  private static void write(String file, String type, byte[] bytes) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n",
        US_ASCII);
  }

  private static Path file(String name) {
    return directory.resolve(name);
  }

  private static ScriptedServer server(String name, boolean asksWho) throws IOException {
    SSLContext context =
        PemFiles.context(file("client.crt"), file(name + ".crt"), file(name + ".key"));
    ServerSocketFactory sockets =
        new ServerSocketFactory() {
          @Override
          public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
              throws IOException {
            SSLServerSocket socket =
                (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(port, backlog, address);
            socket.setNeedClientAuth(asksWho);
            return socket;
          }

          @Override
          public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 50);
          }

          @Override
          public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
          }
        };
    return ScriptedServer.serving(
        sockets,
        exchange -> {
          exchange.read();
          exchange.write(ScriptedServer.ACCEPTED);
        });
  }

  private boolean send(ScriptedServer server, Map<String, String> files, Duration limit) {
    Map<String, String> variables = new HashMap<>(files);
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.1:" + server.port());
    try (OtlpExporter exporter =
        OtlpExporter.builder()
            .environment(Environment.of(variables, signals.diagnostics()))
            .signals(Set.of(Signal.TRACES))
            .build()) {
      exporter.start(signals);
      signals.end("span");
      boolean delivered = exporter.flush(limit);
      exporter.close(Duration.ZERO);
      return delivered;
    }
  }

  private static Map<String, String> trusting(String name) {
    return Map.of("OTEL_EXPORTER_OTLP_CERTIFICATE", file(name + ".crt").toString());
  }

  @Test
  void send_serverThatIsTrusted_arrives() throws Exception {
    try (ScriptedServer server = server("server", false)) {
      assertThat(send(server, trusting("server"), Duration.ofSeconds(30))).isTrue();
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void send_serverOfAnotherName_sendsNothing() throws Exception {
    try (ScriptedServer server = server("elsewhere", false)) {
      assertThat(send(server, trusting("elsewhere"), Duration.ofSeconds(2))).isFalse();
      assertThat(server.requests).isEmpty();
      assertThat(signals.log.at(Level.WARNING))
          .anyMatch(line -> line.contains("Cannot send to") && line.contains("127.0.0.1"));
    }
  }

  @Test
  void send_serverThatIsNotTrusted_sendsNothing() throws Exception {
    try (ScriptedServer server = server("server", false)) {
      assertThat(send(server, trusting("elsewhere"), Duration.ofSeconds(2))).isFalse();
      assertThat(send(server, Map.of(), Duration.ofSeconds(2))).isFalse();
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void send_serverThatAsksWhoWeAre_isTold() throws Exception {
    try (ScriptedServer server = server("server", true)) {
      assertThat(send(server, trusting("server"), Duration.ofSeconds(2))).isFalse();
      Map<String, String> files = new HashMap<>(trusting("server"));
      files.put("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", file("client.crt").toString());
      files.put("OTEL_EXPORTER_OTLP_CLIENT_KEY", file("client.key").toString());

      assertThat(send(server, files, Duration.ofSeconds(30))).isTrue();
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void context_filesThatAreNoneOfPem_failWithTheRemedy() throws Exception {
    Files.writeString(file("empty"), "");
    Files.writeString(file("old.key"), "-----BEGIN RSA PRIVATE KEY-----\n");

    assertThatThrownBy(() -> PemFiles.context(file("empty"), null, null))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PemFiles.context(file("absent"), null, null))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PemFiles.context(null, file("client.crt"), file("old.key")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
  }
}
