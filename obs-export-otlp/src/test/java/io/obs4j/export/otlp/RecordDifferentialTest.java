package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.obs4j.core.LogRecord;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is sent of random records means the same as what OpenTelemetry's exporter sends of them, in
 * protobuf; and JSON means the same as protobuf.
 *
 * <p>Left out: surrogates that are not one of a pair, which OpenTelemetry makes question marks, and
 * values within each other beyond our limit. NaN is compared by its kind, not by its bits.
 */
class RecordDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 4_500);
  private static final int LIMIT = 1 << 20;

  static byte[] spans(Resource resource, List<? extends SpanRecord> spans, OtlpProtocol protocol) {
    return encode(new SpanRequestEncoder(resource, protocol, LIMIT), List.copyOf(spans));
  }

  static byte[] logs(Resource resource, List<? extends LogRecord> logs, OtlpProtocol protocol) {
    return encode(new LogRequestEncoder(resource, protocol, LIMIT), List.copyOf(logs));
  }

  private static <T> byte[] encode(RequestEncoder<T> encoder, List<T> records) {
    ByteSink body = new ByteSink(1);
    assertThat(encoder.encode(records, 0, body)).isEqualTo(records.size());
    assertThat(encoder.leftOut()).isEmpty();
    return body.toByteArray();
  }

  @Test
  void spans_random_meanWhatOpenTelemetrySends() {
    repeat(
        (random, count) -> {
          Resource resource = random.resource();
          List<FinishedSpan> spans = Stream.generate(random::span).limit(count).toList();
          Message theirs = ExportTraceServiceRequest.parseFrom(PeerRequests.spans(resource, spans));
          Meaning.assertSame(
              ExportTraceServiceRequest.parseFrom(spans(resource, spans, OtlpProtocol.PROTOBUF)),
              theirs);
          Meaning.assertSame(
              JsonRequest.read(
                  spans(resource, spans, OtlpProtocol.JSON),
                  ExportTraceServiceRequest.newBuilder()),
              theirs);
        });
  }

  @Test
  void logs_random_meanWhatOpenTelemetrySends() {
    repeat(
        (random, count) -> {
          Resource resource = random.resource();
          List<FinishedLog> logs = Stream.generate(random::log).limit(count).toList();
          Message theirs = ExportLogsServiceRequest.parseFrom(PeerRequests.logs(resource, logs));
          Meaning.assertSame(
              ExportLogsServiceRequest.parseFrom(logs(resource, logs, OtlpProtocol.PROTOBUF)),
              theirs);
          Meaning.assertSame(
              JsonRequest.read(
                  logs(resource, logs, OtlpProtocol.JSON), ExportLogsServiceRequest.newBuilder()),
              theirs);
        });
  }

  private interface Program {
    void run(RandomRecords random, int count) throws IOException;
  }

  private static void repeat(Program program) {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    for (int i = 0; i < PROGRAMS; i++) {
      try {
        program.run(new RandomRecords(seed + i), 1 + i % 7);
      } catch (Throwable e) {
        throw new AssertionError("seed " + (seed + i) + ", " + (1 + i % 7) + " records", e);
      }
    }
  }
}
