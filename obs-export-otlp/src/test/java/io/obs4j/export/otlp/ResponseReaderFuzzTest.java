package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.ByteBuffer;

/** Any answer tells nothing, or the same as to the library of the protocol. */
class ResponseReaderFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void read_anyBytes_tellsWhatTheLibraryReadsOrNothing(byte[] bytes) {
    ByteBuffer body = ByteBuffer.wrap(bytes);
    for (OtlpProtocol protocol : OtlpProtocol.values()) {
      assertThat(ResponseReader.partialSuccess(body, protocol).rejected()).isNotNegative();
      assertThat(ResponseReader.statusMessage(body, protocol)).isNotNull();
      assertThat(body.remaining()).isEqualTo(bytes.length);
    }
    assertAgrees(bytes);
  }

  /** What the library reads, we read; groups, which no response has, may tell nothing. */
  static void assertAgrees(byte[] bytes) {
    PartialSuccess ours =
        ResponseReader.partialSuccess(ByteBuffer.wrap(bytes), OtlpProtocol.PROTOBUF);
    try {
      ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(bytes);
      ExportTracePartialSuccess theirs = response.getPartialSuccess();
      if (!ours.equals(PartialSuccess.NONE) || !(hasGroups(response) || hasGroups(theirs))) {
        assertThat(ours.rejected()).isEqualTo(Math.max(0, theirs.getRejectedSpans()));
        assertThat(ours.message()).isEqualTo(theirs.getErrorMessage());
      }
    } catch (InvalidProtocolBufferException e) {
      // Whatever that is, nothing was thrown here.
    }
  }

  private static boolean hasGroups(Message message) {
    return message.getUnknownFields().asMap().values().stream()
        .anyMatch(field -> !field.getGroupList().isEmpty());
  }
}
