package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.examples.shop.OtlpSpans.Arrived;
import io.obs4j.judges.Judge;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.SpanFlags;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service of Node, traced by OpenTelemetry's own packages, stands between the gateway and the
 * payment service: context goes from us to it and from it to us.
 */
@Timeout(180)
class NodeBetweenTest {

  private static final Path NODE = Path.of("src", "test", "node");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String UNSAMPLED_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String STATE = "customer=7,other=a:b";
  private static final String ORDER =
      "{\"user\":\"me\",\"item\":\"lamp\",\"quantity\":1,\"amount\":39.9}";

  @TempDir private static Path files;

  private static final Deque<AutoCloseable> running = new ArrayDeque<>();
  private static OtlpSpans spans;
  private static ShopProcess payment;
  private static ShopProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    Path node = Judge.find("node");
    Judge.find(NODE.resolve("node_modules"), "npm ci in examples/src/test/node");
    spans = keep(new OtlpSpans());
    ShopProcess inventory = shop("inventory", "--errors", "0");
    payment = shop("payment", "--errors", "0", "--audit", files.resolve("audit.log").toString());
    ShopProcess shipping = shop("shipping", "--errors", "0");
    gateway =
        shop(
            "gateway",
            "--inventory",
            inventory.address.toString(),
            "--payment",
            between(node, payment).toString(),
            "--shipping",
            shipping.address.toString());
  }

  private static <T extends AutoCloseable> T keep(T started) {
    running.push(started);
    return started;
  }

  private static ShopProcess shop(String name, String... options) throws IOException {
    Map<String, String> environment =
        Map.of(
            "OTEL_TRACES_EXPORTER", "otlp",
            "OTEL_EXPORTER_OTLP_ENDPOINT", spans.endpoint(),
            "OTEL_BSP_SCHEDULE_DELAY", "100");
    return keep(ShopProcess.service(environment, name, options));
  }

  /** Starts the service of Node in front of another, and waits until it says its port. */
  private static URI between(Path node, ShopProcess target) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(node.toString(), "between.js")
            .directory(NODE.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("SPANS", spans.endpoint() + "/v1/traces");
    builder.environment().put("TARGET", target.address.toString());
    Process process = builder.start();
    keep(process::destroyForcibly);
    String ready = process.inputReader(UTF_8).readLine();
    assertThat(ready).startsWith("Ready at ");
    return URI.create("http://127.0.0.1:" + ready.substring("Ready at ".length()));
  }

  @AfterAll
  static void close() throws Exception {
    for (AutoCloseable each : running) {
      each.close();
    }
  }

  private static void order(String traceId, String flags) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.address.resolve(Service.GATEWAY.path))
            .header("traceparent", "00-" + traceId + '-' + CALLER + '-' + flags)
            .header("tracestate", STATE)
            .POST(BodyPublishers.ofString(ORDER))
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private static List<JsonFields> lines(ShopProcess process, String traceId) throws IOException {
    return process.logged().stream().filter(line -> line.get("trace.id").equals(traceId)).toList();
  }

  @Test
  void trace_throughNode_isOne() throws Exception {
    order(UNSAMPLED_TRACE, "00");
    order(TRACE, "01");

    Arrived paid = spans.await(TRACE, "payment", Span.SpanKind.SPAN_KIND_SERVER);
    List<String> way = new ArrayList<>();
    Arrived last = paid;
    for (Arrived each = paid; ; each = spans.awaitParent(each)) {
      way.add(each.service() + ' ' + each.span().getKind());
      assertThat(each.traceId()).isEqualTo(TRACE);
      assertThat(each.span().getTraceState()).isEqualTo(STATE);
      last = each;
      if (each.parentId().equals(CALLER)) {
        break;
      }
    }

    assertThat(way)
        .containsExactly(
            "payment SPAN_KIND_SERVER",
            "node SPAN_KIND_CLIENT",
            "node SPAN_KIND_SERVER",
            "gateway SPAN_KIND_CLIENT",
            "gateway SPAN_KIND_INTERNAL",
            "gateway SPAN_KIND_SERVER");
    assertThat(List.of(paid, last))
        .allSatisfy(
            remote ->
                assertThat(
                        remote.span().getFlags()
                            & SpanFlags.SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK_VALUE)
                    .isNotZero());
    assertThat(spans.hasTrace(UNSAMPLED_TRACE)).as("a trace that was not sampled").isFalse();
    assertThat(lines(payment, UNSAMPLED_TRACE)).as("log lines of it").isNotEmpty();
    // The id of the order goes as baggage.
    assertThat(lines(payment, TRACE))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.get("order.id")).isNotEmpty());
    assertThat(lines(payment, TRACE).get(0).get("order.id"))
        .isEqualTo(lines(gateway, TRACE).get(0).get("order.id"));
  }
}
