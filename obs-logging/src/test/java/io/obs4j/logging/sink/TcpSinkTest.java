package io.obs4j.logging.sink;

import static io.obs4j.judges.Waiting.until;
import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.ManualClock;
import io.obs4j.judges.VirtualThreads;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TcpSinkTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration FAR = Duration.ofHours(1);

  private final Observer observer = new Observer();
  private LogSink sink = new GatedSink();

  @TempDir Path directory;

  private LogSink started(TcpSink.Builder builder) {
    sink = builder.build();
    sink.start(observer.diagnostics);
    return sink;
  }

  @AfterEach
  void close() {
    sink.close(Duration.ofMillis(100));
  }

  @Test
  void write_toServer_arrivesInOrder() throws Exception {
    try (LineServer server = LineServer.plain()) {
      started(TcpSink.builder("localhost", server.port()));
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        write(sink, "line " + i);
        expected.append("line ").append(i).append('\n');
      }
      sink.close(LONG);
      server.awaitEnd();

      assertThat(server.text()).isEqualTo(expected.toString());
      assertThat(observer.dropped()).isZero();
    }
  }

  @Test
  void writeThrough_byAThreadThatIsInterrupted_connectsAllTheSame() throws Exception {
    try (LineServer server = LineServer.plain()) {
      started(TcpSink.builder("localhost", server.port()));
      byte[] line = "audit\n".getBytes(StandardCharsets.UTF_8);
      Thread.currentThread().interrupt();

      boolean written = sink.writeThrough(line, 0, line.length, LogLevel.INFO);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(written).isTrue();
      until("the line", () -> server.text().equals("audit\n"));
    }
  }

  /** As the JDK closes a socket for which such a thread waits. */
  @Test
  void writeThrough_byAVirtualThreadThatIsInterrupted_arrives() throws Exception {
    try (LineServer server = LineServer.plain()) {
      started(TcpSink.builder("localhost", server.port()));
      byte[] line = line("audit");
      AtomicReference<Boolean> written = new AtomicReference<>();
      AtomicReference<Boolean> interrupted = new AtomicReference<>();
      Thread thread =
          VirtualThreads.start(
              () -> {
                Thread.currentThread().interrupt();
                written.set(sink.writeThrough(line, 0, line.length, LogLevel.INFO));
                sinkIsIdle();
                written.set(sink.writeThrough(line, 0, line.length, LogLevel.INFO));
                interrupted.set(Thread.currentThread().isInterrupted());
              });
      thread.join();

      assertThat(interrupted).hasValue(true);
      assertThat(written).hasValue(true);
      until("the lines", () -> server.text().equals("audit\naudit\n"));
    }
  }

  /** For so long that the sink looks whether the server is still there. */
  private static void sinkIsIdle() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_100);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void write_whileTheServerIsAway_arrivesOnceItIsThere() throws Exception {
    int port = freePort();
    started(TcpSink.builder("localhost", port));
    write(sink, "early");
    until("an attempt", () -> observer.messages.size() == 1);
    assertThat(observer.messages.get(0)).contains("tcp://localhost:" + port);
    try (LineServer server = LineServer.plain(port)) {
      until("the line", () -> server.text().equals("early\n"));
    }
    assertThat(observer.dropped()).isZero();
  }

  @Test
  void write_afterTheServerHasClosed_goesToItsSuccessor() throws Exception {
    int port;
    try (LineServer server = LineServer.plain()) {
      port = server.port();
      started(TcpSink.builder("localhost", port));
      write(sink, "one");
      until("the line", () -> server.text().equals("one\n"));
    }
    try (LineServer server = LineServer.plain(port)) {
      // What is written before the end of the connection is seen is lost with it.
      until(
          "a line to arrive",
          () -> {
            write(sink, "two");
            return server.text().contains("two\n");
          });
    }
  }

  @Test
  void write_beyondTheQueue_isDroppedWithoutWaiting() throws Exception {
    started(
        TcpSink.builder("localhost", freePort())
            .patience(FAR)
            .queue(16 << 10, Overflow.block(Duration.ZERO).keep(LogLevel.ERROR, Duration.ZERO)));
    for (int i = 0; i < 1_000; i++) {
      write(sink, "line");
    }

    assertThat(observer.dropped("queue_full")).isGreaterThan(900);
    closeAtOnce();
    until("all to be counted", () -> observer.dropped() == 1_000);
  }

  @Test
  void write_whosePatienceEnds_isCounted() throws Exception {
    started(TcpSink.builder("localhost", freePort()).patience(Duration.ofMillis(1)));
    write(sink, "line");
    until("it to be counted", () -> observer.dropped("failed") == 1);
  }

  @Test
  void writeThrough_whileTheServerIsAway_isFalseAtOnce() throws Exception {
    started(TcpSink.builder("localhost", freePort()));
    byte[] line = line("audit");

    assertThat(sink.writeThrough(line, 0, line.length, LogLevel.INFO)).isFalse();
  }

  @Test
  void write_whileALookUpHangs_waitsNoLongerThanConnectingMayTake() throws Exception {
    HangingNames names = new HangingNames();
    try (LineServer server = LineServer.plain()) {
      sink =
          TcpSink.builder("localhost", server.port())
              .connectTimeout(Duration.ofMillis(10))
              .names(names)
              .build();
      write(sink, "early"); // That this returns is what is tested.
      byte[] audit = line("audit");
      assertThat(sink.writeThrough(audit, 0, audit.length, LogLevel.INFO)).isFalse();
      sink.start(observer.diagnostics);
      assertThat(observer.dropped("failed")).isEqualTo(2);
      names.answer();
      write(sink, "one");
      until("the line", () -> server.text().equals("one\n"));
    }
  }

  @Test
  void write_beforeTheStartWhileTheServerIsAway_triesOnlyOnceInAWhile() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    sink =
        TcpSink.builder("localhost", freePort())
            .names(
                host -> {
                  attempts.incrementAndGet();
                  throw new UnknownHostException(host);
                })
            .build();
    int lines = 1_000;
    for (int i = 0; i < lines; i++) {
      write(sink, "early");
    }

    assertThat(attempts.get()).isLessThan(lines / 2);
  }

  @Test
  void syslog_overTcp_hasLengthsInFront() throws Exception {
    try (LineServer server = LineServer.plain()) {
      started(
          TcpSink.builder("localhost", server.port())
              .clock(ManualClock.at(Instant.parse("2026-11-22T16:01:26.123456789Z")))
              .syslog(new Syslog(16, "host 1", "orders", "42")));
      byte[] line = line("{\"message\":\"caf\u00e9\"}");
      sink.write(line, 0, line.length, LogLevel.ERROR);
      sink.write(line, 0, line.length, LogLevel.INFO);
      sink.close(LONG);
      server.awaitEnd();

      List<SyslogMessage> messages = SyslogMessage.readCounted(server.bytes());
      assertThat(messages)
          .containsExactly(
              new SyslogMessage(
                  16,
                  3,
                  Instant.parse("2026-11-22T16:01:26.123456Z"),
                  "host_1",
                  "orders",
                  "42",
                  "{\"message\":\"caf\u00e9\"}"),
              new SyslogMessage(
                  16,
                  6,
                  Instant.parse("2026-11-22T16:01:26.123456Z"),
                  "host_1",
                  "orders",
                  "42",
                  "{\"message\":\"caf\u00e9\"}"));
    }
  }

  @Test
  void syslog_whileTheServerIsAway_keepsTheTimesAtWhichLinesWereLogged() throws Exception {
    Instant first = Instant.parse("2026-11-22T16:01:26Z");
    ManualClock clock = ManualClock.at(first);
    int port = freePort();
    started(TcpSink.builder("localhost", port).clock(clock).syslog(Syslog.of("orders", "host")));
    for (int i = 0; i < 3; i++) {
      write(sink, "line " + i);
      clock.advance(Duration.ofSeconds(10));
    }
    try (LineServer server = LineServer.plain(port)) {
      until("the lines", () -> server.text().contains("line 2"));

      assertThat(SyslogMessage.readCounted(server.bytes()))
          .extracting(SyslogMessage::time)
          .containsExactly(first, first.plusSeconds(10), first.plusSeconds(20));
    }
  }

  @Test
  void tls_withCertificateForTheHost_isEncryptedAndArrives() throws Exception {
    TlsKeys keys = TlsKeys.make(directory, "localhost");
    try (LineServer server = LineServer.tls(keys.server())) {
      started(TcpSink.builder("localhost", server.port()).tls(keys.client()));
      write(sink, "secret");
      until("the line", () -> server.text().equals("secret\n"));
    }
    assertThat(sink.name()).startsWith("tls://localhost");
  }

  @Test
  void tls_withCertificateForAnotherHost_sendsNothing() throws Exception {
    TlsKeys keys = TlsKeys.make(directory, "elsewhere.example");
    try (LineServer server = LineServer.tls(keys.server())) {
      started(TcpSink.builder("localhost", server.port()).tls(keys.client()));
      write(sink, "secret");
      until("the refusal", () -> !observer.messages.isEmpty());

      assertThat(observer.messages.get(0)).contains("certificate");
      assertThat(server.text()).isEmpty();
    }
  }

  @Test
  void tls_withCertificateOfNobodyTrusted_sendsNothing() throws Exception {
    TlsKeys keys = TlsKeys.make(directory, "localhost");
    try (LineServer server = LineServer.tls(keys.server())) {
      started(TcpSink.builder("localhost", server.port()).tls(SSLContext.getDefault()));
      write(sink, "secret");
      until("the refusal", () -> !observer.messages.isEmpty());

      assertThat(server.text()).isEmpty();
    }
  }

  @Test
  void close_whileTheServerDoesNotRead_endsInTime() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      started(
          TcpSink.builder(deaf.getInetAddress().getHostAddress(), deaf.getLocalPort())
              .patience(FAR));
      try (Socket accepted = accept(deaf)) {
        assertThat(accepted.isConnected()).isTrue();
        String large = "x".repeat(60_000);
        until(
            "the connection to be full",
            () -> {
              write(sink, large);
              return observer.dropped("queue_full") > 0;
            });
        closeAtOnce();
      }
    }
  }

  @Test
  void close_whileTheHandshakeHangs_endsTheConnection() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TcpConnector connector =
          new TcpConnector(
              TcpSink.builder("127.0.0.1", silent.getLocalPort())
                  .tls(SSLContext.getDefault())
                  .connectTimeout(FAR));
      Thread writing = new Thread(() -> assertThatThrownBy(connector::get));
      writing.setDaemon(true);
      writing.start();
      try (Socket accepted = silent.accept()) {
        accepted.setSoTimeout(30_000);
        assertThat(accepted.getInputStream().read()).isNotNegative();

        connector.close(Duration.ZERO);

        // Fails if nobody closes the other end.
        accepted.getInputStream().readAllBytes();
      }
      writing.join(LONG.toMillis());
      assertThat(writing.isAlive()).isFalse();
    }
  }

  /** Closes within a time that is nothing beside that for which the sink would go on. */
  private void closeAtOnce() {
    Thread closing = new Thread(() -> sink.close(Duration.ofMillis(200)));
    closing.setDaemon(true);
    closing.start();
    until("the close to return", () -> !closing.isAlive());
  }

  private Socket accept(ServerSocket server) throws IOException {
    write(sink, "hello");
    return server.accept();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void builder_withUnusableValue_throws() {
    assertThatThrownBy(() -> TcpSink.builder("localhost", 0)).hasMessageContaining("port 0");
    assertThatThrownBy(() -> TcpSink.builder("localhost", 1).patience(Duration.ZERO))
        .hasMessageContaining("patience PT0S");
    assertThatThrownBy(() -> TcpSink.builder("localhost", 1).connectTimeout(Duration.ofDays(1)))
        .hasMessageContaining("connectTimeout PT24H");
    assertThatThrownBy(() -> new Syslog(24, "h", "a", "p")).hasMessageContaining("facility 24");
  }
}
