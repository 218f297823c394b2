package io.obs4j.core.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever a server sends is an answer or a fault of the connection, and nothing worse. */
class HttpAnswerReaderFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void read_anyBytes_isAnAnswerOrFails(byte[] bytes) {
    HttpAnswerReader reader = new HttpAnswerReader(new ByteArrayInputStream(bytes));
    try {
      HttpAnswer answer = reader.read();
      assertThat(answer.status()).isBetween(200, 999);
      assertThat(answer.text().length()).isLessThanOrEqualTo(4096);
      assertThat(answer.body().remaining()).isLessThanOrEqualTo(HttpAnswerReader.LONGEST_BODY);
    } catch (IOException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
