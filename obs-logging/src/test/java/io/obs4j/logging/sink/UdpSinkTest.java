package io.obs4j.logging.sink;

import static io.obs4j.logging.sink.Written.line;
import static io.obs4j.logging.sink.Written.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.ManualClock;
import io.obs4j.logging.format.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpSinkTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Observer observer = new Observer();
  private final DatagramSocket server;
  private LogSink sink = new GatedSink();

  UdpSinkTest() throws IOException {
    server = new DatagramSocket(0, InetAddress.getByName("localhost"));
    server.setSoTimeout(30_000);
  }

  private UdpSink.Builder builder() {
    return UdpSink.builder("localhost", server.getLocalPort());
  }

  private void start(UdpSink.Builder builder) {
    sink = builder.build();
    sink.start(observer.diagnostics);
  }

  @AfterEach
  void close() {
    sink.close(LONG);
    server.close();
  }

  private byte[] receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    server.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /** Puts a GELF message together, from one datagram or its chunks. */
  private String receiveGelf(int largest) throws IOException {
    byte[] first = receive();
    assertThat(first.length).isLessThanOrEqualTo(largest);
    if (first[0] != 0x1e || first[1] != 0x0f) {
      return decompressed(first);
    }
    int count = first[11];
    byte[][] parts = new byte[count][];
    byte[] id = Arrays.copyOfRange(first, 2, 10);
    byte[] chunk = first;
    for (int i = 0; i < count; i++) {
      chunk = i == 0 ? first : receive();
      assertThat(chunk.length).isLessThanOrEqualTo(largest);
      assertThat(Arrays.copyOfRange(chunk, 2, 10)).isEqualTo(id);
      assertThat(chunk[11]).isEqualTo((byte) count);
      parts[chunk[10]] = Arrays.copyOfRange(chunk, 12, chunk.length);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.write(part);
    }
    return decompressed(whole.toByteArray());
  }

  private static String decompressed(byte[] bytes) throws IOException {
    boolean gzip = bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    return new String(
        gzip ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes,
        StandardCharsets.UTF_8);
  }

  @Test
  void gelf_ofShortLine_isOneCompressedDatagram() throws IOException {
    start(builder());
    write(sink, "{\"version\":\"1.1\"}");

    assertThat(receiveGelf(1_420)).isEqualTo("{\"version\":\"1.1\"}");
  }

  @Test
  void gelf_ofLongLines_comesInChunks() throws IOException {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    start(builder().datagram(512).gzip(false));
    for (int i = 0; i < 100; i++) {
      StringBuilder text = new StringBuilder("{\"i\":" + i + ",\"m\":\"");
      random.ints(random.nextInt(10_000), 'a', 'z' + 1).forEach(c -> text.append((char) c));
      text.append("\"}");
      write(sink, text.toString());
      assertThat(receiveGelf(512)).as("seed %s", seed).isEqualTo(text.toString());
    }
  }

  @Test
  void gelf_ofLongCompressedLine_comesInChunks() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    start(builder());
    StringBuilder text = new StringBuilder();
    random.ints(20_000, 'a', 'z' + 1).forEach(c -> text.append((char) c));
    write(sink, text.toString());

    assertThat(receiveGelf(1_420)).isEqualTo(text.toString());
  }

  @Test
  void gelf_ofTooManyChunks_isCountedAndOthersGoOn() throws IOException {
    start(builder().datagram(512).gzip(false));
    write(sink, "x".repeat(500 * 128 + 1));
    write(sink, "short");

    assertThat(receiveGelf(512)).isEqualTo("short");
    assertThat(observer.dropped("too_large")).isEqualTo(1);
    assertThat(observer.dropped()).isEqualTo(1);
  }

  @Test
  void syslog_ofLine_hasHeaderAndSeverity() throws IOException {
    start(
        builder()
            .clock(ManualClock.at(Instant.parse("2026-11-22T16:01:26Z")))
            .syslog(new Syslog(1, "", "or\u00e9ers " + "x".repeat(60), "42")));
    byte[] line = line("{\"m\":1}");
    int[] severities = {7, 7, 6, 4, 3, 1};
    int i = 0;
    for (LogLevel level : LogLevel.values()) {
      sink.write(line, 0, line.length, level);
      SyslogMessage message = SyslogMessage.read(receive());
      assertThat(message.severity()).isEqualTo(severities[i++]);
      assertThat(message.facility()).isEqualTo(1);
      assertThat(message.time()).isEqualTo("2026-11-22T16:01:26Z");
      assertThat(message.host()).isEqualTo("-");
      assertThat(message.application()).startsWith("or_ers_x").hasSize(48);
      assertThat(message.text()).isEqualTo("{\"m\":1}");
    }
  }

  @Test
  void write_afterClose_goesOut() throws IOException {
    start(builder());
    sink.close(LONG);
    write(sink, "late");

    assertThat(receiveGelf(1_420)).isEqualTo("late");
  }

  /** A minute later, when the name is to be looked up again. */
  private UdpSink startedAMinuteAgo(HostAddress.Names later) throws IOException {
    ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T16:01:26Z"));
    AtomicReference<HostAddress.Names> names = new AtomicReference<>(InetAddress::getByName);
    UdpSink udp = (UdpSink) builder().clock(clock).names(host -> names.get().lookUp(host)).build();
    sink = udp;
    sink.start(observer.diagnostics);
    names.set(later);
    clock.advance(Duration.ofMinutes(1));
    return udp;
  }

  @Test
  void write_whileNamesAreNotFound_goesToTheKnownAddressAndTellsOnce() throws IOException {
    AtomicInteger lookUps = new AtomicInteger();
    UdpSink udp =
        startedAMinuteAgo(
            host -> {
              lookUps.incrementAndGet();
              throw new UnknownHostException(host);
            });
    for (int i = 0; i < 3; i++) {
      write(sink, "line " + i);
      assertThat(receiveGelf(65_507)).isEqualTo("line " + i);
    }
    udp.awaitLookUp(LONG);

    assertThat(lookUps).hasValue(1);
    assertThat(observer.dropped()).isZero();
    assertThat(observer.messages).hasSize(1).allMatch(said -> said.contains("still go to"));
  }

  @Test
  void queued_beforeTheNameIsFound_goesOutOnceItIs() throws IOException {
    ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T16:01:26Z"));
    AtomicInteger lookUps = new AtomicInteger();
    UdpSink udp =
        (UdpSink)
            builder()
                .clock(clock)
                .names(
                    host -> {
                      if (lookUps.incrementAndGet() == 1) {
                        throw new UnknownHostException(host);
                      }
                      return InetAddress.getByName(host);
                    })
                .build();
    sink = observer.started(AsyncSink.of(udp, 1 << 20, Overflow.block(LONG)));
    for (int i = 0; i < 3; i++) {
      write(sink, "line " + i);
    }
    udp.awaitLookUp(LONG);
    clock.advance(Duration.ofMinutes(1));

    for (int i = 0; i < 3; i++) {
      assertThat(receiveGelf(65_507)).isEqualTo("line " + i);
    }
    assertThat(observer.dropped()).isZero();
  }

  @Test
  void write_whileALookUpHangs_doesNotWait() throws IOException {
    HangingNames names = new HangingNames();
    UdpSink udp = startedAMinuteAgo(names);
    write(sink, "one"); // That this returns is what is tested.
    assertThat(receiveGelf(65_507)).isEqualTo("one");
    names.answer();
    udp.awaitLookUp(LONG);
  }

  @Test
  void write_toNameThatDoesNotResolve_isCounted() {
    start(UdpSink.builder("name.invalid", 12201));
    write(sink, "one");

    assertThat(observer.dropped("failed")).isEqualTo(1);
    assertThat(observer.messages).hasSize(1);
  }

  @Test
  void builder_withUnusableValue_throws() {
    assertThatThrownBy(() -> UdpSink.builder("localhost", 65_536))
        .hasMessageContaining("port 65536");
    assertThatThrownBy(() -> builder().datagram(100)).hasMessageContaining("datagram 100");
  }
}
