package io.obs4j.export.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanLink;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the bytes are; what they mean is for {@link ZipkinDifferentialTest}. */
class ZipkinEncoderTest {

  private static final String IDS =
      "{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"id\":\"b7ad6b7169203331\"";
  private static final String TIMES = ",\"timestamp\":1700000000000000,\"duration\":1234";
  private static final String SHOP = ",\"localEndpoint\":{\"serviceName\":\"shop\"}";

  private final FinishedSpan span = new FinishedSpan();
  private Attributes resource = Attributes.of(Resource.SERVICE_NAME, "shop");

  private String encoded() {
    ByteSink body = new ByteSink(1);
    assertThat(new ZipkinEncoder(Resource.of(resource)).encode(List.of(span), 0, body))
        .isEqualTo(1);
    String list = body.toString();
    assertThat(list).startsWith("[").endsWith("]");
    return list.substring(1, list.length() - 1);
  }

  /** A value whose text cannot be had. */
  private static final class Broken implements Value<String> {
    @Override
    public ValueType getType() {
      throw new IllegalStateException("broken");
    }

    @Override
    public String getValue() {
      throw new IllegalStateException("broken");
    }

    @Override
    public String asString() {
      throw new IllegalStateException("broken");
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void encode_aSpanThatThrows_leavesOutThatOneAlone(int broken) {
    List<SpanRecord> spans = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      spans.add(FinishedSpan.numbered(i + 1));
    }
    ((FinishedSpan) spans.get(broken)).attributes =
        Attributes.of(AttributeKey.valueKey("x"), new Broken());
    ZipkinEncoder encoder = new ZipkinEncoder(Resource.of(resource));
    ByteSink body = new ByteSink(1);

    assertThat(encoder.encode(spans, 0, body)).isEqualTo(3);
    assertThat(encoder.leftOut()).singleElement().isInstanceOf(IllegalStateException.class);
    spans.remove(broken);
    ByteSink without = new ByteSink(1);
    assertThat(encoder.encode(spans, 0, without)).isEqualTo(2);
    assertThat(encoder.leftOut()).isEmpty();
    assertThat(body.toString()).isEqualTo(without.toString());
  }

  @Test
  void encode_theLeastSpan_hasNothingThatIsEmpty() {
    assertThat(encoded()).isEqualTo(IDS + ",\"name\":\"span\"" + TIMES + SHOP + "}");
  }

  @Test
  void encode_everything_isWherZipkinWantsIt() {
    span.parentSpanId = 0xfL;
    span.kind = SpanKind.CLIENT;
    span.status = StatusCode.ERROR;
    span.statusDescription = "no \"luck\"";
    span.scope =
        new InstrumentationScope(
            "lib", "1.0", "", Attributes.of(AttributeKey.stringKey("kind"), "x"));
    span.attributes =
        Attributes.builder()
            .put("peer.service", "stock")
            .put("order", 42L)
            .put("ids", 1, 2)
            .build();
    span.events =
        List.of(
            new SpanEvent(1_700_000_000_000_500_999L, "sent", Attributes.empty(), 0),
            new SpanEvent(
                1_700_000_000_000_600_000L,
                "got",
                Attributes.builder().put("bytes", 7).put("of", "a\"b").build(),
                3));
    span.links =
        List.of(
            new SpanLink(
                SpanContext.create(
                    "0af7651916cd43dd8448eb211c80319d",
                    "b7ad6b7169203332",
                    TraceFlags.getSampled(),
                    TraceState.builder().put("b", "2").put("a", "1").build()),
                Attributes.of(AttributeKey.booleanKey("retry"), true),
                4));
    span.droppedAttributes = 1;
    span.droppedEvents = 2;
    span.droppedLinks = 3;
    resource = resource.toBuilder().put("service.namespace", "eu").put("host.name", "h").build();

    assertThat(encoded())
        .isEqualTo(
            "{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"parentId\":\"000000000000000f\","
                + "\"id\":\"b7ad6b7169203331\",\"kind\":\"CLIENT\",\"name\":\"span\""
                + TIMES
                + SHOP
                + ",\"annotations\":[{\"timestamp\":1700000000000500,\"value\":\"sent\"},"
                + "{\"timestamp\":1700000000000600,\"value\":"
                + "\"\\\"got\\\":{\\\"otel.dropped_attributes_count\\\":3,"
                + "\\\"bytes\\\":7,\\\"of\\\":\\\"a\\\\\\\"b\\\"}\"}]"
                + ",\"tags\":{\"otel.status_code\":\"ERROR\",\"error\":\"no \\\"luck\\\"\","
                + "\"otel.scope.name\":\"lib\",\"otel.scope.version\":\"1.0\","
                + "\"otel.dropped_attributes_count\":\"1\",\"otel.dropped_events_count\":\"2\","
                + "\"otel.dropped_links_count\":\"3\","
                + "\"otlp.link.0\":\"0af7651916cd43dd8448eb211c80319d|b7ad6b7169203332|"
                + "a=1,b=2|{\\\"retry\\\":true}|4\","
                + "\"ids\":\"[1,2]\",\"order\":\"42\",\"peer.service\":\"stock\","
                + "\"kind\":\"x\",\"service.namespace\":\"eu\"}"
                + ",\"remoteEndpoint\":{\"serviceName\":\"stock\"}}");
  }

  @Test
  void encode_resourceWithoutService_isTheDefaultOfTheSpecification() {
    resource = Attributes.empty();

    assertThat(encoded()).contains("\"serviceName\":\"unknown_service:java\"");
  }

  @ParameterizedTest
  @EnumSource(SpanKind.class)
  void encode_kinds_haveTheSameName_exceptInternal(SpanKind kind) {
    span.kind = kind;

    if (kind == SpanKind.INTERNAL) {
      assertThat(encoded()).doesNotContain("kind");
    } else {
      assertThat(encoded()).contains(",\"kind\":\"" + kind + "\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1000,           2234,                1, 1",
    "999,            2233,                ,  1",
    "1000,           1000,                1, 1",
    "2000,           1000,                2, 1",
    "0,              5000,                ,  5",
    "-5000,          5000,                ,  10",
    "-9223372036854775808, 9223372036854775807, , 18446744073709551",
    "9223372036854775807, -9223372036854775808, 9223372036854775, 1",
  })
  void encode_times_areMicrosecondsAndLastAtLeastOne(
      long start, long end, String timestamp, String duration) {
    span.startEpochNanos = start;
    span.endEpochNanos = end;

    String expected = timestamp == null ? "" : ",\"timestamp\":" + timestamp;
    assertThat(encoded())
        .isEqualTo(
            IDS + ",\"name\":\"span\"" + expected + ",\"duration\":" + duration + SHOP + "}");
  }

  @Test
  void encode_errorAttributeThatSaysNo_isLeftOut() {
    span.attributes = Attributes.builder().put("error", false).build();
    assertThat(encoded()).doesNotContain("error");

    span.attributes = Attributes.builder().put("error", "false").build();
    assertThat(encoded()).doesNotContain("error");

    span.attributes = Attributes.builder().put("error", true).build();
    assertThat(encoded()).contains("\"tags\":{\"error\":\"true\"}");
  }

  @Test
  void encode_statusOk_hasNoErrorTag() {
    span.status = StatusCode.OK;

    assertThat(encoded()).contains("\"tags\":{\"otel.status_code\":\"OK\"}");
  }

  @Test
  void encode_errorWithoutDescription_isAnEmptyTag() {
    span.status = StatusCode.ERROR;
    span.attributes = Attributes.builder().put("error", "other").build();

    assertThat(encoded()).contains("\"tags\":{\"otel.status_code\":\"ERROR\",\"error\":\"\"}");
  }

  @Test
  void encode_attributesThatBecomeOneKey_keepTheFirst() {
    span.scope = InstrumentationScope.of("lib", "");
    span.attributes =
        Attributes.builder()
            .put("otel.scope.name", "planted")
            .put("a\uD800", "first")
            .put("a\uDFFF", "second")
            .build();

    assertThat(encoded()).contains("\"tags\":{\"otel.scope.name\":\"lib\",\"a\uFFFD\":\"first\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "peer.service=a;server.address=b, a, ",
    "server.address=b;net.peer.name=c, b, ",
    "net.peer.name=c;network.peer.address=10.0.0.1;network.peer.port=80, c, ",
    "network.peer.address=10.0.0.1;network.peer.port=80;db.name=d, 10.0.0.1, 80",
    "network.peer.address=10.0.0.1;network.peer.port=0, 10.0.0.1, ",
    "network.peer.address=10.0.0.1;network.peer.port=65536, 10.0.0.1, ",
    "server.socket.domain=e;server.socket.address=f;server.socket.port=1, e, ",
    "server.socket.address=f;server.socket.port=1;net.sock.peer.port=2, f, 1",
    "net.sock.peer.name=g;net.sock.peer.addr=h, g, ",
    "net.sock.peer.addr=h;net.sock.peer.port=2;peer.hostname=i, h, 2",
    "peer.hostname=i;peer.address=j, i, ",
    "peer.address=j;db.name=k, j, ",
    "db.name=k, k, ",
    "peer.service=;db.name=k, k, ",
  })
  void encode_remoteEndpoint_isTheBestThatThereIs(String attributes, String name, String port) {
    span.kind = SpanKind.PRODUCER;
    var builder = Attributes.builder();
    for (String each : attributes.split(";", -1)) {
      String[] pair = each.split("=", 2);
      if (pair[0].endsWith("port")) {
        builder.put(pair[0], Long.parseLong(pair[1]));
      } else {
        builder.put(pair[0], pair[1]);
      }
    }
    span.attributes = builder.build();

    assertThat(encoded())
        .endsWith(
            ",\"remoteEndpoint\":{\"serviceName\":\""
                + name
                + "\""
                + (port == null ? "" : ",\"port\":" + port)
                + "}}");
  }

  @Test
  void encode_remoteEndpointOfAServer_isNotTold() {
    span.kind = SpanKind.SERVER;
    span.attributes = Attributes.builder().put("peer.service", "a").build();

    assertThat(encoded()).doesNotContain("remoteEndpoint");
  }

  @Test
  void encode_moreThanOneRequestShouldCarry_isDividedAndComplete() {
    String long1k = "x".repeat(1 << 10);
    List<SpanRecord> spans = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      FinishedSpan each = FinishedSpan.numbered(i);
      each.name = long1k;
      spans.add(each);
    }
    ZipkinEncoder encoder = new ZipkinEncoder(Resource.of(resource));
    ByteSink body = new ByteSink(1);
    long previous = 0;
    int requests = 0;
    for (int from = 0; from < spans.size(); requests++) {
      body.reset();
      from = encoder.encode(spans, from, body);
      assertThat(body.size()).isLessThan(ZipkinEncoder.LARGEST_BODY + 2_000);
      for (zipkin2.Span read :
          zipkin2.codec.SpanBytesDecoder.JSON_V2.decodeList(body.toByteArray())) {
        assertThat(Long.parseUnsignedLong(read.id(), 16)).isEqualTo(++previous);
      }
    }
    assertThat(previous).isEqualTo(10_000);
    assertThat(requests).isEqualTo(3);
  }
}
