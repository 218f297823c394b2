package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests stay below their limit, in whatever order their records are written. */
class RequestLimitTest {

  private static final Resource RESOURCE = Resource.of(Attributes.empty());
  private static final InstrumentationScope ONE = InstrumentationScope.of("one", "");
  private static final InstrumentationScope TWO = InstrumentationScope.of("two", "");

  private final List<String> names = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(OtlpProtocol.class)
  void encode_moreThanOneRequestHolds_splitsInOrderAndBelowTheLimit(OtlpProtocol protocol)
      throws IOException {
    List<SpanRecord> spans = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      spans.add(span(i % 3 == 0 ? ONE : TWO, "span" + i, "x".repeat(i * 7)));
    }
    int limit = 4_000;
    SpanRequestEncoder encoder = new SpanRequestEncoder(RESOURCE, protocol, limit);

    int requests = 0;
    for (int from = 0; from < spans.size(); requests++) {
      ByteSink body = new ByteSink(1);
      int next = encoder.encode(spans, from, body);
      assertThat(body.size()).isLessThanOrEqualTo(limit);
      assertThat(encoder.leftOut()).isEmpty();
      assertThat(next).isGreaterThan(from);
      read(body, protocol);
      from = next;
    }

    assertThat(requests).isBetween(10, 40);
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(spans.stream().map(SpanRecord::name).toList());
  }

  /** How much of the end has found room says little where the first record is the largest. */
  @ParameterizedTest
  @EnumSource(OtlpProtocol.class)
  void encode_largestRecordComesFirst_isWrittenAFewTimes(OtlpProtocol protocol) {
    List<SpanRecord> spans = new ArrayList<>();
    spans.add(span(ONE, "large", "x".repeat(90_000)));
    for (int i = 0; i < 500; i++) {
      spans.add(span(ONE, "small", "x".repeat(100)));
    }
    int[] reads = {0};
    List<SpanRecord> counting =
        new AbstractList<>() {
          @Override
          public SpanRecord get(int index) {
            reads[0] += index == 0 ? 1 : 0;
            return spans.get(index);
          }

          @Override
          public int size() {
            return spans.size();
          }
        };
    SpanRequestEncoder encoder = new SpanRequestEncoder(RESOURCE, protocol, 100_000);

    assertThat(encoder.encode(counting, 0, new ByteSink(1))).isBetween(20, 100);

    assertThat(reads[0]).isLessThan(50);
  }

  @ParameterizedTest
  @EnumSource(OtlpProtocol.class)
  void encode_recordLargerThanARequest_isLeftOutAlone(OtlpProtocol protocol) throws IOException {
    List<SpanRecord> spans =
        List.of(span(ONE, "a", ""), span(ONE, "large", "x".repeat(5_000)), span(ONE, "b", ""));
    SpanRequestEncoder encoder = new SpanRequestEncoder(RESOURCE, protocol, 2_000);

    List<Throwable> leftOut = new ArrayList<>();
    for (int from = 0; from < spans.size(); ) {
      ByteSink body = new ByteSink(1);
      from = encoder.encode(spans, from, body);
      leftOut.addAll(encoder.leftOut());
      read(body, protocol);
    }

    assertThat(names).containsExactly("a", "b");
    assertThat(leftOut).hasSize(1);
    assertThat(leftOut.get(0)).hasMessageContaining("at most 2000");
  }

  @ParameterizedTest
  @EnumSource(OtlpProtocol.class)
  void encode_recordThatThrows_isLeftOutAlone(OtlpProtocol protocol) throws IOException {
    List<SpanRecord> spans =
        List.of(
            span(ONE, "a", ""),
            FinishedSpan.of(TWO, "broken", BrokenValue.ATTRIBUTES),
            span(ONE, "b", ""));
    SpanRequestEncoder encoder = new SpanRequestEncoder(RESOURCE, protocol, 1 << 20);
    ByteSink body = new ByteSink(1);

    assertThat(encoder.encode(spans, 0, body)).isEqualTo(3);

    assertThat(encoder.leftOut()).hasSize(1);
    assertThat(read(body, protocol)).containsExactly("one");
    assertThat(names).containsExactly("a", "b");
  }

  @Test
  void encode_valuesWithinEachOther_areLeftOutBeyondADepth() throws IOException {
    Value<?> value = Value.of("deep");
    for (int i = 0; i < 1_000; i++) {
      value = Value.of(List.of(value));
    }
    Attributes nested = Attributes.of(AttributeKey.valueKey("k"), value);

    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.parseFrom(
            RecordDifferentialTest.spans(
                RESOURCE, List.of(FinishedSpan.of(ONE, "a", nested)), OtlpProtocol.PROTOBUF));

    AnyValue read =
        request.getResourceSpans(0).getScopeSpans(0).getSpans(0).getAttributes(0).getValue();
    int depth = 0;
    for (; read.hasArrayValue(); depth++) {
      read = read.getArrayValue().getValues(0);
    }
    assertThat(depth).isEqualTo(AttributeWriter.MOST_DEPTH);
    assertThat(read.getStringValue()).isEqualTo(AttributeWriter.LEFT_OUT);
  }

  private static FinishedSpan span(InstrumentationScope scope, String name, String text) {
    return FinishedSpan.of(scope, name, Attributes.of(AttributeKey.stringKey("text"), text));
  }

  /** Collects the names of the spans, and returns those of the scopes. */
  private List<String> read(ByteSink body, OtlpProtocol protocol) throws IOException {
    ExportTraceServiceRequest.Builder builder = ExportTraceServiceRequest.newBuilder();
    if (protocol == OtlpProtocol.JSON) {
      builder.mergeFrom(JsonRequest.read(body.toByteArray(), builder));
    } else {
      builder.mergeFrom(body.toByteArray());
    }
    List<String> scopes = new ArrayList<>();
    for (ScopeSpans scope : builder.getResourceSpans(0).getScopeSpansList()) {
      scopes.add(scope.getScope().getName());
      for (Span span : scope.getSpansList()) {
        names.add(span.getName());
      }
    }
    return scopes;
  }
}
