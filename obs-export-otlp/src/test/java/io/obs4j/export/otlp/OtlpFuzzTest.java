package io.obs4j.export.otlp;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.obs4j.core.Resource;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.List;

/**
 * Any texts, also with lone surrogates, in records of any shape, mean the same in both encodings.
 */
class OtlpFuzzTest {

  @FuzzTest(maxDuration = "30s")
  void requests_anyTexts_meanTheSameInBothEncodings(FuzzedDataProvider data) throws IOException {
    RandomRecords random = new RandomRecords(data.consumeLong(), () -> data.consumeString(40));
    Resource resource = random.resource();
    List<FinishedSpan> spans = List.of(random.span(), random.span());
    List<FinishedLog> logs = List.of(random.log(), random.log());

    Meaning.assertSame(
        JsonRequest.read(
            RecordDifferentialTest.spans(resource, spans, OtlpProtocol.JSON),
            ExportTraceServiceRequest.newBuilder()),
        ExportTraceServiceRequest.parseFrom(
            RecordDifferentialTest.spans(resource, spans, OtlpProtocol.PROTOBUF)));
    Meaning.assertSame(
        JsonRequest.read(
            RecordDifferentialTest.logs(resource, logs, OtlpProtocol.JSON),
            ExportLogsServiceRequest.newBuilder()),
        ExportLogsServiceRequest.parseFrom(
            RecordDifferentialTest.logs(resource, logs, OtlpProtocol.PROTOBUF)));
  }
}
