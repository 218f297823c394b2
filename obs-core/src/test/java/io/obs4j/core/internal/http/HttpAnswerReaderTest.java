package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers say, byte by byte. */
class HttpAnswerReaderTest {

  private static HttpAnswerReader reader(String bytes) {
    return new HttpAnswerReader(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)));
  }

  private static HttpAnswer read(String bytes) throws IOException {
    return reader(bytes).read();
  }

  private static HttpAnswer answer(int status, String retryAfter, boolean reusable, String body) {
    ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(ISO_8859_1));
    return new HttpAnswer(status, retryAfter, "", reusable, false, bytes);
  }

  @Test
  void read_noBody_leavesTheConnectionUsable() throws IOException {
    assertThat(read("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"))
        .isEqualTo(answer(202, "", true, ""));
    assertThat(read("HTTP/1.1 204 \r\n\r\n")).isEqualTo(answer(204, "", true, ""));
  }

  @Test
  void read_severalAnswers_areReadOneByOne() throws IOException {
    HttpAnswerReader reader =
        reader(
            String.join(
                    "",
                    "HTTP/1.1 202 Accepted|content-length: 2||ok",
                    "HTTP/1.1 503 No|Retry-After:  7 |Content-Length: 4||busy",
                    "HTTP/1.1 200 OK|Transfer-Encoding: chunked||",
                    "3;x=y|abc|2|de|0|Trailer: x||",
                    "HTTP/1.1 204 ||")
                .replace("|", "\r\n"));

    assertThat(reader.read()).isEqualTo(answer(202, "", true, "ok"));
    assertThat(reader.read()).isEqualTo(answer(503, "7", true, "busy"));
    assertThat(reader.read()).isEqualTo(answer(200, "", true, "abcde"));
    assertThat(reader.read()).isEqualTo(answer(204, "", true, ""));
    assertThat(reader.hasBegun()).isFalse();
    assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
  }

  @Test
  void read_answersBeforeTheFinalOne_arePassedOver() throws IOException {
    assertThat(
            read(
                "HTTP/1.1 100 Continue||HTTP/1.1 103 Hints|Link: x||HTTP/1.1 202 Accepted||"
                    .replace("|", "\r\n")))
        .isEqualTo(answer(202, "", false, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: Close\r\n\r\nok",
        "HTTP/1.1 200 OK\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nok",
      })
  void read_connectionThatEnds_cannotBeUsedAgain(String bytes) throws IOException {
    assertThat(read(bytes)).isEqualTo(answer(200, "", false, "ok"));
  }

  @Test
  void read_largeBody_isReadWholeAndShownInPart() throws IOException {
    String body = "x".repeat(100_000);

    HttpAnswer answer = read("HTTP/1.1 400 Bad\r\nContent-Length: 100000\r\n\r\n" + body);

    assertThat(answer).isEqualTo(answer(400, "", true, body));
    assertThat(answer.text()).isEqualTo("x".repeat(4096));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad\r\n\r\n",
        "HTTP/1.1 400 Bad\r\nContent-Length: 2000000000\r\n\r\n",
        "HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n70000000\r\n",
      })
  void read_endlessBody_isReadToALimit(String head) throws IOException {
    CountedZeros endless = new CountedZeros();
    HttpAnswerReader reader =
        new HttpAnswerReader(
            new SequenceInputStream(new ByteArrayInputStream(head.getBytes(ISO_8859_1)), endless));

    HttpAnswer answer = reader.read();

    assertThat(answer.reusable()).isFalse();
    assertThat(answer.oversized()).isTrue();
    assertThat(answer.body().remaining()).isZero();
    assertThat(endless.read).isLessThan(5 << 20);
  }

  private static HttpAnswer readGzip(byte[] body) throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: Text/Plain\r\nContent-Encoding: GZip\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(head.getBytes(ISO_8859_1));
    bytes.write(body);
    return new HttpAnswerReader(new ByteArrayInputStream(bytes.toByteArray())).read();
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }

  @Test
  void read_compressedBody_isDecompressed() throws IOException {
    HttpAnswer answer = readGzip(gzip("hello".getBytes(ISO_8859_1)));

    assertThat(answer.text()).isEqualTo("hello");
    assertThat(answer.contentType()).isEqualTo("text/plain");
    assertThat(answer.reusable()).isTrue();
  }

  @Test
  void read_bodyThatDecompressesToTooMuch_isStopped() throws IOException {
    byte[] bomb = gzip(new byte[100 << 20]);
    assertThat(bomb.length).isLessThan(1 << 20);

    HttpAnswer answer = readGzip(bomb);

    assertThat(answer.oversized()).isTrue();
    assertThat(answer.body().remaining()).isZero();
    assertThat(readGzip(gzip(new byte[4 << 20])).oversized()).isFalse();
  }

  @Test
  void read_bodyThatIsNotWhatItSays_isReadAsFarAsItGoes() throws IOException {
    assertThat(readGzip("no gzip".getBytes(ISO_8859_1)).text()).isEmpty();
    byte[] cut = Arrays.copyOf(gzip("hello".getBytes(ISO_8859_1)), 15);
    assertThat(readGzip(cut).text()).isEqualTo("hello".substring(0, readGzip(cut).text().length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 2",
        "HTTP/1.1 202 Accepted",
        "HTTP/1.1 100 Continue\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
      })
  void read_answerThatIsCutOff_fails(String bytes) {
    HttpAnswerReader reader = reader(bytes);

    assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
    assertThat(reader.hasBegun()).isEqualTo(!bytes.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2x2 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 -22 OK\r\n\r\n",
        "HTTP/1.1 103 Hints\r\nno header\r\n\r\n",
      })
  void read_somethingElse_fails(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "x: y\r\n", "x: "})
  void read_headWithoutEnd_fails(String repeated) {
    assertThatThrownBy(() -> read("HTTP/1.1 103 Hints\r\n" + repeated.repeat(10_000)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("more than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Length: 0\r\n",
        "no header\r\n\r\n",
        ": x\r\n\r\n",
        "Content-Length: x\r\n\r\n",
        "Content-Length: \r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 5\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nx\r\n",
        "Transfer-Encoding: chunked\r\n\r\n",
      })
  void read_whatFollowsTheStatusIsBroken_isAnAnswerAndTheLast(String rest) throws IOException {
    assertThat(read("HTTP/1.1 400 Bad\r\n" + rest)).isEqualTo(answer(400, "", false, ""));
  }

  @Test
  void read_headWithoutEnd_isAnAnswerAndTheLast() throws IOException {
    assertThat(read("HTTP/1.1 503 Later\r\nRetry-After: 3\r\nx: " + "x".repeat(9_000)))
        .isEqualTo(answer(503, "3", false, ""));
  }

  @Test
  void read_brokenBetweenChunks_keepsWhatCame() throws IOException {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    assertThat(read(chunked + "2\r\nok\r\n")).isEqualTo(answer(200, "", false, "ok"));
    assertThat(read(chunked + "2\r\nok\r\n0\r\n")).isEqualTo(answer(200, "", false, "ok"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4194305", "2147483648", "99999999999"})
  void read_bodyThatIsSaidToBeTooLarge_isNotReadButTold(String length) throws IOException {
    HttpAnswer answer = read("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nbody");

    assertThat(answer.oversized()).isTrue();
    assertThat(answer.reusable()).isFalse();
    assertThat(answer.body().hasRemaining()).isFalse();
  }

  @Test
  void readStatus_headOfAProxyIsBroken_fails() {
    assertThatThrownBy(() -> reader("HTTP/1.1 200 OK\r\nno header\r\n\r\n").readStatus())
        .isInstanceOf(ProtocolException.class);
  }

  private static final class CountedZeros extends InputStream {
    private long read;

    @Override
    public int read() {
      read++;
      return 0;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      Arrays.fill(target, from, from + length, (byte) 0);
      read += length;
      return length;
    }
  }
}
