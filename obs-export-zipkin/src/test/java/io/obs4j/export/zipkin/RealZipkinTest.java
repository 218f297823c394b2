package io.obs4j.export.zipkin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.judges.ZipkinServer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/**
 * A real Zipkin takes a trace that four services post, each by an exporter of its own, and gives it
 * back whole. Asked with {@code -Pzipkin} only.
 */
@Timeout(300)
class RealZipkinTest {

  private static final List<String> SERVICES = List.of("gateway", "orders", "stock", "payments");

  @TempDir private static Path directory;
  private static ZipkinServer zipkin;

  private final long traceIdLow = new Random().nextLong() | 1;

  @BeforeAll
  static void start() throws Exception {
    zipkin = ZipkinServer.start(directory);
  }

  @AfterAll
  static void close() {
    if (zipkin != null) {
      zipkin.close();
    }
  }

  /**
   * The gateway calls orders, which calls stock and payments; each call is a client and a server.
   */
  private Map<String, List<FinishedSpan>> trace() {
    Map<String, List<FinishedSpan>> trace = new LinkedHashMap<>();
    SERVICES.forEach(service -> trace.put(service, new ArrayList<>()));
    FinishedSpan request = span(trace, "gateway", SpanKind.SERVER, 1, 0);
    call(trace, "gateway", "orders", request.spanId, 10);
    call(trace, "orders", "stock", 11, 20);
    call(trace, "orders", "payments", 11, 30);
    FinishedSpan failed = trace.get("payments").get(0);
    failed.status = StatusCode.ERROR;
    failed.statusDescription = "card \"refused\" 😀";
    return trace;
  }

  private void call(
      Map<String, List<FinishedSpan>> trace, String from, String to, long parent, long id) {
    FinishedSpan client = span(trace, from, SpanKind.CLIENT, id, parent);
    client.attributes = Attributes.builder().put("peer.service", to).build();
    span(trace, to, SpanKind.SERVER, id + 1, id);
  }

  private FinishedSpan span(
      Map<String, List<FinishedSpan>> trace, String service, SpanKind kind, long id, long parent) {
    FinishedSpan span = FinishedSpan.numbered(id);
    span.traceIdLow = traceIdLow;
    span.parentSpanId = parent;
    span.name = "/" + service;
    span.kind = kind;
    span.startEpochNanos = System.currentTimeMillis() * 1_000_000;
    span.endEpochNanos = span.startEpochNanos + 5_000_000;
    trace.get(service).add(span);
    return span;
  }

  private static void post(Map<String, List<FinishedSpan>> trace) {
    trace.forEach(
        (service, spans) -> {
          ZipkinSignals signals = new ZipkinSignals(service);
          try (ZipkinExporter exporter = ZipkinExporter.to(zipkin.endpoint().toString())) {
            exporter.start(signals);
            spans.forEach(signals::end);
            assertThat(exporter.flush(Duration.ofSeconds(60))).isTrue();
          }
          assertThat(signals.exported()).isEqualTo(spans.size());
        });
  }

  private static List<Span> readBack(FinishedSpan any, int count) {
    String path = "/api/v2/trace/" + any.traceIdHex();
    String json = zipkin.await(path, body -> decode(body).size() >= count);
    return decode(json);
  }

  private static List<Span> decode(String json) {
    return SpanBytesDecoder.JSON_V2.decodeList(json.getBytes(UTF_8));
  }

  /** Who is whose parent and in which service, and what went wrong where. */
  private static void compare(Map<String, List<FinishedSpan>> posted, List<Span> read) {
    List<String> expected = new ArrayList<>();
    posted.forEach(
        (service, spans) -> {
          for (FinishedSpan span : spans) {
            String parent = span.parentSpanId == 0 ? null : span.parentSpanIdHex();
            String error = span.status == StatusCode.ERROR ? span.statusDescription : null;
            expected.add(line(service, span.spanIdHex(), parent, span.kind.name(), error));
          }
        });
    assertThat(read)
        .extracting(
            span ->
                line(
                    span.localServiceName(),
                    span.id(),
                    span.parentId(),
                    span.kind().name(),
                    span.tags().get("error")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String line(String service, String id, String parent, String kind, String error) {
    return service + " " + id + " of " + parent + " " + kind + " error " + error;
  }

  @Test
  void trace_postedByFourServices_isReadBackWhole() {
    Map<String, List<FinishedSpan>> trace = trace();

    post(trace);

    compare(trace, readBack(trace.get("gateway").get(0), 7));
  }

  @Test
  void dependencies_ofTheServices_areDrawn() {
    post(trace());

    String path = "/api/v2/dependencies?endTs=" + (System.currentTimeMillis() + 60_000);
    String links = zipkin.await(path, body -> body.contains("payments"));

    assertThat(links)
        .contains("\"parent\":\"gateway\",\"child\":\"orders\"")
        .contains("\"parent\":\"orders\",\"child\":\"stock\"")
        .contains("\"parent\":\"orders\",\"child\":\"payments\"");
  }

  @Test
  void compare_plantedParent_isSeen() {
    Map<String, List<FinishedSpan>> trace = trace();
    FinishedSpan stock = trace.get("stock").get(0);
    long right = stock.parentSpanId;
    stock.parentSpanId = 30;
    post(trace);
    stock.parentSpanId = right;

    assertThatThrownBy(() -> compare(trace, readBack(trace.get("gateway").get(0), 7)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("000000000000001e");
  }

  @Test
  void compare_missingSpan_isSeen() {
    Map<String, List<FinishedSpan>> trace = trace();
    FinishedSpan lost = trace.get("stock").remove(0);
    post(trace);
    trace.get("stock").add(lost);

    assertThatThrownBy(() -> compare(trace, readBack(trace.get("gateway").get(0), 6)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(lost.spanIdHex());
  }
}
