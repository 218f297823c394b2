package io.obs4j.export.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers say. */
class ResponseReaderTest {

  private static PartialSuccess json(String text) {
    return ResponseReader.partialSuccess(ByteBuffer.wrap(text.getBytes(UTF_8)), OtlpProtocol.JSON);
  }

  @Test
  void partialSuccess_protobuf_isReadAndWhatIsUnknownPassedOver() {
    byte[] response =
        ExportLogsServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(1L << 40)
                    .setErrorMessage("too öld"))
            .build()
            .toByteArray();
    ByteBuffer body = ByteBuffer.allocate(100);
    body.put(new byte[] {0x78, 1, 0x7D, 0, 0, 0, 0, 0x79, 0, 0, 0, 0, 0, 0, 0, 0, 0x7A, 1, 0});
    body.put(response).flip();

    assertThat(ResponseReader.partialSuccess(body, OtlpProtocol.PROTOBUF))
        .isEqualTo(new PartialSuccess(1L << 40, "too öld"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}| 0| ``",
        "``| 0| ``",
        "[]| 0| ``",
        "{\"partialSuccess\":{}}| 0| ``",
        "{\"partialSuccess\":null}| 0| ``",
        "{\"partialSuccess\":{\"rejectedSpans\":\"5\",\"errorMessage\":\"old\"}}| 5| old",
        "{\"x\":{\"y\":[1]},\"partialSuccess\":{\"z\":[{}],\"rejectedLogRecords\":7}}| 7| ``",
        "{\"partialSuccess\":{\"rejectedDataPoints\":-1,\"errorMessage\":3}}| 0| ``",
        "{\"partialSuccess\":{\"rejectedDataPoints\":9| 0| ``",
        "<html>| 0| ``",
      })
  void partialSuccess_json_isReadOrNothing(String text, long rejected, String message) {
    assertThat(json(text)).isEqualTo(new PartialSuccess(rejected, message));
  }

  @Test
  void statusMessage_bothProtocols_isRead() {
    byte[] status = {0x08, 3, 0x12, 3, 'b', 'a', 'd', 0x1A, 1, 0};

    assertThat(ResponseReader.statusMessage(ByteBuffer.wrap(status), OtlpProtocol.PROTOBUF))
        .isEqualTo("bad");
    ByteBuffer json = ByteBuffer.wrap("{\"code\":3,\"message\":\"bad\"}".getBytes(UTF_8));
    assertThat(ResponseReader.statusMessage(json, OtlpProtocol.JSON)).isEqualTo("bad");
    ByteBuffer page = ByteBuffer.wrap("<html>".getBytes(UTF_8));
    assertThat(ResponseReader.statusMessage(page, OtlpProtocol.JSON)).isEmpty();
    assertThat(ResponseReader.statusMessage(page, OtlpProtocol.PROTOBUF)).isEmpty();
  }

  @Test
  void partialSuccess_randomResponses_isWhatTheLibraryReads() throws IOException {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    System.out.println("ResponseReaderTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      ByteArrayOutputStream response = new ByteArrayOutputStream();
      for (int part = random.nextInt(4); part > 0; part--) {
        response.write(randomPart(random));
      }
      byte[] bytes = response.toByteArray();
      if (bytes.length > 0 && random.nextInt(4) == 0) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      ResponseReaderFuzzTest.assertAgrees(bytes);
    }
  }

  /** Parts of a message that are put one behind the other are merged. */
  private static byte[] randomPart(Random random) {
    ExportTracePartialSuccess.Builder partial = ExportTracePartialSuccess.newBuilder();
    if (random.nextBoolean()) {
      partial.setRejectedSpans(random.nextLong() >> random.nextInt(64));
    }
    if (random.nextBoolean()) {
      partial.setErrorMessage("é".repeat(random.nextInt(200)));
    }
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .mergeField(
                3 + random.nextInt(100),
                UnknownFieldSet.Field.newBuilder()
                    .addVarint(random.nextLong())
                    .addFixed32(random.nextInt())
                    .addFixed64(random.nextLong())
                    .addLengthDelimited(ByteString.copyFromUtf8("unknown"))
                    .build())
            .build();
    ExportTraceServiceResponse.Builder response =
        ExportTraceServiceResponse.newBuilder().setPartialSuccess(partial);
    if (random.nextBoolean()) {
      response.setUnknownFields(unknown);
    } else {
      response.setPartialSuccess(partial.setUnknownFields(unknown));
    }
    return response.build().toByteArray();
  }
}
