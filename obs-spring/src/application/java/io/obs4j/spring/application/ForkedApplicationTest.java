package io.obs4j.spring.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.obs4j.judges.Waiting;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application in JVMs that decide differently who makes its spans and when its beans are
 * chosen: as it is and processed ahead of time, alone and under the OpenTelemetry agent. A request
 * that makes another one, which the filter of {@code obs-servlet}, Spring and an annotation all
 * observe, is told once each time.
 */
class ForkedApplicationTest {

  private static final String AGENT = "-javaagent:target/agent/opentelemetry-javaagent.jar";
  private static final String AHEAD = "-Dspring.aot.enabled=true";
  private static final String TRACE = "00000000000000050000000000000006";
  private static final String ROUTE = "/orders/{country}";

  /** On the page, by their names. */
  private static final String OURS = "http_server_request_duration_seconds_count";

  private static final String SPRINGS = "http_server_requests_seconds_count";

  @TempDir Path folder;

  @Test
  void request_underTheAgent_isToldOnce() throws Exception {
    assertToldOnceByTheAgent(System.getProperty("java.class.path"), AGENT);
  }

  @Test
  void request_processedAheadOfTime_isToldOnce_withAndWithoutTheAgent() throws Exception {
    String classPath = AheadOfTime.process(folder);
    assertToldOnceByUs(classPath, AHEAD);
    assertToldOnceByTheAgent(classPath, AHEAD, AGENT);
  }

  private void assertToldOnceByUs(String classPath, String... options) throws Exception {
    try (ForkedApplication application = ForkedApplication.start(folder, classPath, options)) {
      assertToldOnce(application, OURS);
      assertThat(application.spans()).noneMatch(sent -> isOfTheAgent(sent.getResource()));
      assertThat(application.logs()).noneMatch(sent -> isOfTheAgent(sent.getResource()));
    }
  }

  /** The filter leaves the duration to the agent, which has no page; that of Spring is on ours. */
  private void assertToldOnceByTheAgent(String classPath, String... options) throws Exception {
    try (ForkedApplication application = ForkedApplication.start(folder, classPath, options)) {
      assertToldOnce(application, SPRINGS);
      assertThat(application.spans()).allMatch(sent -> isOfTheAgent(sent.getResource()));
      assertThat(application.logs()).allMatch(sent -> isOfTheAgent(sent.getResource()));
    }
  }

  private static void assertToldOnce(ForkedApplication application, String onThePage)
      throws Exception {
    assertThat(
            application.get("/relayed/de", "traceparent", "00-" + TRACE + "-00000000000000ff-01"))
        .isEqualTo("created for de");

    String page = application.get("/actuator/prometheus");
    assertThat(page).contains("order_create_calls_total{order_country=\"de\"} 1\n");
    assertThat(page.lines())
        .filteredOn(line -> line.startsWith("http_server_request"))
        .filteredOn(line -> line.contains("_seconds_count{") && line.contains(ROUTE))
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith(onThePage + '{').endsWith(" 1"));

    Waiting.until(
        "all signals",
        () ->
            spans(application).size() > 3
                && !lines(application).isEmpty()
                && !durations(application).isEmpty());
    application.stop();
    assertThat(spans(application))
        .extracting(Span::getKind)
        .containsExactlyInAnyOrder(
            Span.SpanKind.SPAN_KIND_SERVER,
            Span.SpanKind.SPAN_KIND_CLIENT,
            Span.SpanKind.SPAN_KIND_SERVER,
            Span.SpanKind.SPAN_KIND_INTERNAL);
    assertThat(spans(application))
        .extracting(Span::getName)
        .contains("GET /relayed/{country}", "GET " + ROUTE, "order.create");
    assertThat(lines(application))
        .extracting(line -> hex(line.getTraceId()))
        .containsExactly(TRACE);
    assertThat(durations(application).values()).containsExactly(1L);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static boolean isOfTheAgent(Resource resource) {
    return resource.getAttributesList().stream()
        .map(KeyValue::getKey)
        .anyMatch("telemetry.distro.name"::equals);
  }

  /** Of the request. */
  private static List<Span> spans(ForkedApplication application) {
    return application.spans().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .filter(span -> hex(span.getTraceId()).equals(TRACE))
        .toList();
  }

  /** Of the request. */
  private static List<LogRecord> lines(ForkedApplication application) {
    return application.logs().stream()
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .filter(line -> line.getBody().getStringValue().equals("order from de"))
        .toList();
  }

  /** How many requests of the route each resource has told of at last. */
  private static Map<Resource, Long> durations(ForkedApplication application) {
    return application.metrics().stream()
        .collect(
            Collectors.groupingBy(
                sent -> sent.getResource(),
                Collectors.flatMapping(
                    sent ->
                        sent.getScopeMetricsList().stream()
                            .flatMap(scope -> scope.getMetricsList().stream())
                            .filter(ForkedApplicationTest::isDuration)
                            .flatMap(metric -> metric.getHistogram().getDataPointsList().stream())
                            .filter(ForkedApplicationTest::isOfTheRoute)
                            .map(HistogramDataPoint::getCount),
                    Collectors.reducing(0L, (first, last) -> last))))
        .entrySet()
        .stream()
        .filter(told -> told.getValue() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean isDuration(Metric metric) {
    return metric.getName().equals("http.server.request.duration");
  }

  private static boolean isOfTheRoute(HistogramDataPoint point) {
    return point.getAttributesList().stream()
        .anyMatch(
            attribute ->
                attribute.getKey().equals("http.route")
                    && attribute.getValue().equals(AnyValue.newBuilder().setStringValue(ROUTE).build()));
  }
}
