package io.obs4j.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Signal;
import io.obs4j.examples.shop.SpanCollector.Seen;
import io.obs4j.judges.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shop takes orders in five processes; what was answered is what the gateway has counted. */
@Timeout(180)
class ShopTest {

  private static final int ORDERS = 200;

  private static final Pattern ANSWERS = Pattern.compile("answered with (\\d+): (\\d+)");
  private static final Pattern EXEMPLARS = Pattern.compile("trace_id=\"(\\p{XDigit}{32})\"");

  /**
   * A server span of the gateway and one for the order; of each step a client span, a server span
   * and the work; and that of the bank.
   */
  private static final int SPANS_OF_A_COMPLETED_ORDER = 12;

  @TempDir private static Path files;

  private static final Deque<ShopProcess> running = new ArrayDeque<>();
  private static ShopProcess gateway;
  private static ShopProcess shipping;
  private static String load;
  private static SpanCollector collector;
  private static OtlpReceiver receiver;

  @BeforeAll
  static void takeOrders() throws Exception {
    collector = new SpanCollector();
    receiver = OtlpReceiver.start(0);
    ShopProcess inventory = start("inventory", "--errors", "0.05", "--seed", "7");
    ShopProcess payment =
        start("payment", "--audit", audit().toString(), "--errors", "0.05", "--seed", "7");
    shipping = start("shipping", "--errors", "0.05", "--seed", "7");
    gateway =
        start(
            "gateway",
            "--inventory",
            inventory.address.toString(),
            "--payment",
            payment.address.toString(),
            "--shipping",
            shipping.address.toString());
    load =
        ShopProcess.run(
            "load",
            "--gateway",
            gateway.address.toString(),
            "--rate",
            "50",
            "--seconds",
            String.valueOf(ORDERS / 50),
            "--seed",
            "7");
    // Who has an answer has it a moment before it is recorded.
    for (ShopProcess each : running) {
      await(() -> sum(answered(each)) == asked(each));
    }
  }

  private static Path audit() {
    return files.resolve("audit.log");
  }

  private static ShopProcess start(String name, String... options) throws IOException {
    ShopProcess started = ShopProcess.service(collector, receiver, name, options);
    running.push(started);
    return started;
  }

  @AfterAll
  static void close() {
    running.forEach(ShopProcess::close);
    collector.close();
    receiver.close();
  }

  /** What the load generator was answered. */
  private static Map<Integer, Long> answers() {
    Map<Integer, Long> counts = new TreeMap<>();
    for (Matcher each = ANSWERS.matcher(load); each.find(); ) {
      counts.put(Integer.valueOf(each.group(1)), Long.valueOf(each.group(2)));
    }
    return counts;
  }

  /** What a service says that it has answered. */
  private static Map<Integer, Long> answered(ShopProcess process) throws Exception {
    return Scrape.of(process).answers(process.service.path);
  }

  /** How many requests its callers say that they have sent it. */
  private static long asked(ShopProcess process) throws Exception {
    return process == gateway
        ? ORDERS
        : Scrape.of(gateway)
            .sum(
                "http_client_request_duration_seconds_count",
                Map.of("url_template", process.service.path));
  }

  private static Map<String, List<Seen>> traces() {
    return collector.await(
        traces ->
            traces.size() == ORDERS && traces.values().stream().allMatch(ShopTest::isComplete));
  }

  /** Each call of the gateway leads to a step, the second to the bank; and it has answered. */
  private static boolean isComplete(List<Seen> trace) {
    long calls = trace.stream().filter(span -> span.get("kind").equals("CLIENT")).count();
    return trace.stream().anyMatch(Seen::isRoot)
        && trace.stream().filter(Seen::isStep).count() == calls
        && trace.size() == 2 + 3 * calls + (calls > 1 ? 1 : 0);
  }

  @Test
  void load_sendsAllAndTellsEachAnswer() {
    assertThat(load).startsWith("exit 0\norders sent " + ORDERS + ", ").doesNotContain("not ");
    assertThat(answers()).containsOnlyKeys(Reply.OK, Reply.BAD_GATEWAY);
    assertThat(answers().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(ORDERS);
  }

  @Test
  void gateway_countsExactlyWhatTheLoadWasAnswered() throws Exception {
    Scrape shown = Scrape.of(gateway);
    assertThat(shown.answers("/api/order")).isEqualTo(answers());
    answers()
        .forEach(
            (status, count) ->
                assertThat(shown.sum("order_take_calls_total", Map.of("status", status.toString())))
                    .isEqualTo(count));
    assertThat(shown.sum("http_server_active_requests", Map.of())).isZero();
    assertThat(shown.sum("order_take_duration_seconds_count", Map.of())).isEqualTo(ORDERS);
    assertThat(shown.sum("order_amount_count", Map.of())).isEqualTo(answers().get(Reply.OK));
    assertThat(shown.sum("executor_task_duration_seconds_count", Map.of("executor", "http")))
        .isGreaterThanOrEqualTo(ORDERS);
    assertThat(shown.page())
        .containsPattern("\nusers_active [1-9]")
        .contains("\njvm_memory_used_bytes{", "\nprocess_uptime_seconds{")
        .contains("service_name=\"gateway\"");
  }

  @Test
  void gateway_isReadyWhenItsDependenciesAre() throws Exception {
    assertThat(Scrape.get(gateway, "/-/ready", "application/json"))
        .startsWith("{\"ready\":true,")
        .contains("\"inventory\"", "\"payment\"", "\"shipping\"");
    assertThat(Scrape.of(gateway).sums("health_check_up", "check"))
        .isEqualTo(Map.of("inventory", 1L, "payment", 1L, "shipping", 1L));
  }

  @Test
  void shipping_completesWhatTheGatewayCompletes() throws Exception {
    assertThat(answered(shipping)).containsEntry(Reply.OK, answers().get(Reply.OK));
    assertThat(Scrape.of(shipping).sums("shipping_arrange_calls_total", "parcel"))
        .containsOnlyKeys("SMALL", "LARGE");
  }

  /** Also of the steps that are annotated: what fails is told apart, and nothing is doubled. */
  @Test
  void steps_areCountedOnceEach() throws Exception {
    for (ShopProcess each : running) {
      if (each != gateway) {
        String calls = each.service.path.substring(1).replace('/', '_') + "_calls_total";
        assertThat(Scrape.of(each).sums(calls, "error_type"))
            .isEqualTo(
                Map.of(
                    "",
                    answered(each).get(Reply.OK),
                    StepFailedException.class.getName(),
                    answered(each).get(Reply.FAILED)));
      }
    }
  }

  @Test
  void requests_haveOneServerSpanEach() throws Exception {
    List<Seen> spans = traces().values().stream().flatMap(List::stream).toList();
    for (ShopProcess each : running) {
      assertThat(spans)
          .filteredOn(
              span ->
                  span.get("kind").equals("SERVER") && span.service().equals(each.service.label()))
          .hasSize((int) asked(each));
    }
  }

  @Test
  void orders_areTracesAcrossFourProcesses() {
    Map<String, List<Seen>> traces = traces();
    assertThat(traces).hasSize(ORDERS);
    assertThat(traces.values()).allSatisfy(ShopTest::isWhole);
    assertThat(traces.values())
        .filteredOn(ShopTest::isCompleted)
        .hasSize(answers().get(Reply.OK).intValue())
        .allSatisfy(
            trace ->
                assertThat(trace)
                    .hasSize(SPANS_OF_A_COMPLETED_ORDER)
                    .extracting(Seen::service)
                    .contains("gateway", "inventory", "payment", "shipping"));
  }

  private static boolean isCompleted(List<Seen> trace) {
    return trace.stream()
        .anyMatch(
            span -> span.isRoot() && span.get("tags.http.response.status_code").equals("200"));
  }

  private static void isWhole(List<Seen> trace) {
    List<String> ids = trace.stream().map(span -> span.get("id")).toList();
    assertThat(trace)
        .filteredOn(span -> !ids.contains(span.get("parentId")))
        .singleElement()
        .satisfies(
            root -> {
              assertThat(root.isRoot()).isTrue();
              assertThat(root.service()).isEqualTo("gateway");
              assertThat(root.get("kind")).isEqualTo("SERVER");
            });
    List<Seen> taken =
        trace.stream().filter(span -> span.get("name").equals("order.take")).toList();
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).get("tags.order.amount")).isNotBlank();
    assertThat(trace)
        .filteredOn(span -> span.get("kind").equals("SERVER") && !span.isRoot())
        .extracting(span -> span.get("tags.order.id"))
        .containsOnly(taken.get(0).get("tags.order.id"));
  }

  @Test
  void failedSteps_areErrorsWithTheirException() {
    List<Seen> failed =
        traces().values().stream()
            .flatMap(List::stream)
            .filter(Seen::isStep)
            .filter(span -> span.fields().texts().containsKey("tags.error"))
            .toList();
    assertThat(failed).hasSize(answers().get(Reply.BAD_GATEWAY).intValue());
    assertThat(failed)
        .allSatisfy(span -> assertThat(span.fields().texts()).containsKey("annotations"));
  }

  @Test
  void exemplarsOfTheLatency_nameTracesThatWereExported() throws Exception {
    List<String> named =
        EXEMPLARS
            .matcher(Scrape.get(gateway, "/metrics", "application/openmetrics-text; version=1.0.0"))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(named).isNotEmpty();
    assertThat(traces().keySet()).containsAll(named);
  }

  /** The lines of all services by trace, once there is one for each request that was counted. */
  private static Map<String, List<JsonFields>> logged() throws Exception {
    long requests = 0;
    for (ShopProcess each : running) {
      requests += asked(each);
    }
    long expected = requests;
    await(() -> lines().stream().filter(ShopTest::isAccess).count() >= expected);
    List<JsonFields> lines = lines();
    assertThat(lines).filteredOn(ShopTest::isAccess).hasSize((int) expected);
    return lines.stream()
        .filter(line -> !line.get("trace.id").isEmpty())
        .collect(Collectors.groupingBy(line -> line.get("trace.id")));
  }

  private static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<JsonFields> lines() throws IOException {
    List<JsonFields> lines = new ArrayList<>();
    for (ShopProcess each : running) {
      lines.addAll(each.logged());
    }
    return lines;
  }

  private static boolean isAccess(JsonFields line) {
    return line.get("log.logger").equals("access");
  }

  @Test
  void orders_canBeFollowedThroughTheLogsOfFourServices() throws Exception {
    Map<String, List<JsonFields>> orders = logged();
    assertThat(orders).hasSize(ORDERS);
    assertThat(orders.values())
        .filteredOn(order -> order.stream().filter(ShopTest::isAccess).count() == 4)
        .hasSizeGreaterThanOrEqualTo(answers().get(Reply.OK).intValue())
        .allSatisfy(
            order -> {
              assertThat(texts(order, "service.name"))
                  .containsOnlyOnce("gateway", "inventory", "payment", "shipping");
              assertThat(texts(order, "order.id")).singleElement().asString().hasSize(36);
              assertThat(texts(order, "request.id")).singleElement().asString().hasSize(36);
              assertThat(order)
                  .filteredOn(ShopTest::isAccess)
                  .allSatisfy(line -> assertThat(line.get("request.id")).isNotEmpty());
              assertThat(texts(order, "user.id")).singleElement().asString().startsWith("u");
            });
  }

  private static List<String> texts(List<JsonFields> lines, String field) {
    return lines.stream()
        .map(line -> line.get(field))
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  @Test
  void orders_areLoggedWithTheirOutcomeDurationAndError() throws Exception {
    List<JsonFields> outcomes =
        logged().values().stream()
            .flatMap(List::stream)
            .filter(line -> line.get("log.logger").equals(Gateway.class.getName()))
            .toList();
    assertThat(outcomes).allSatisfy(line -> assertThat(line.get("event.duration")).matches("\\d+"));
    assertThat(
            outcomes.stream()
                .collect(
                    Collectors.groupingBy(
                        line -> Integer.valueOf(line.get("http.response.status_code")),
                        Collectors.counting())))
        .isEqualTo(answers());
    assertThat(lines())
        .filteredOn(line -> line.get("log.level").equals("ERROR"))
        .hasSize(answers().get(Reply.BAD_GATEWAY).intValue())
        .allSatisfy(
            line -> {
              assertThat(line.get("event.outcome")).isEqualTo("failure");
              assertThat(line.get("error.message")).contains("as it does now and then");
              assertThat(line.get("error.stack_trace"))
                  .contains("at io.obs4j.examples.shop.Chance");
            });
  }

  @Test
  void payments_areInTheAuditOnDisk() throws Exception {
    List<JsonFields> payments = new ArrayList<>();
    for (String line : Files.readAllLines(audit())) {
      payments.add(JsonFields.parse(line));
    }
    ShopProcess payment =
        running.stream().filter(each -> each.service == Service.PAYMENT).findFirst().orElseThrow();
    Map<Integer, Long> counted = answered(payment);
    assertThat(payments)
        .hasSize((int) sum(counted))
        .allSatisfy(
            line -> {
              assertThat(line.get("event.action")).isEqualTo("payment");
              assertThat(line.get("audit.target")).isEqualTo("order/" + line.get("order.id"));
              assertThat(line.get("user.id")).startsWith("u");
            });
    assertThat(payments)
        .filteredOn(line -> line.get("event.outcome").equals("success"))
        .hasSize(counted.get(Reply.OK).intValue());
    assertThat(logged()).containsKeys(texts(payments, "trace.id").toArray(String[]::new));
    assertThat(lines()).extracting(line -> line.get("event.action")).doesNotContain("payment");
  }

  @Test
  void signals_ofFourServices_arriveOverOtlp() throws Exception {
    long spans = traces().values().stream().mapToLong(List::size).sum();
    logged();
    long lines = (long) lines().size() + Files.readAllLines(audit()).size();
    // What the library says while it starts may be ahead of the exporter.
    long sure = lines - lines().stream().filter(ShopTest::isOfTheLibrary).count();
    await(() -> arrived(Signal.TRACES) >= spans && arrived(Signal.LOGS) >= sure);
    assertThat(arrived(Signal.TRACES)).isEqualTo(spans);
    assertThat(arrived(Signal.LOGS)).isBetween(sure, lines);
    for (ShopProcess each : running) {
      await(() -> receiver.arrivals().of(each.service.label(), Signal.METRICS) > 0);
      for (Signal signal : Signal.values()) {
        assertThat(receiver.arrivals().of(each.service.label(), signal)).isPositive();
      }
    }
  }

  private static boolean isOfTheLibrary(JsonFields line) {
    return line.get("log.logger").equals("io.obs4j");
  }

  private static long arrived(Signal signal) {
    return running.stream()
        .mapToLong(each -> receiver.arrivals().of(each.service.label(), signal))
        .sum();
  }

  /** Waits for a condition, half a minute at the most. */
  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void prometheus_countsExactlyWhatTheLoadWasAnswered(@TempDir Path directory) throws Exception {
    List<String> targets = running.stream().map(each -> each.metrics.getAuthority()).toList();
    try (PrometheusServer prometheus = PrometheusServer.start(directory, targets, List.of())) {
      prometheus.await("count(up == 1)", up -> up == targets.size());
      Map<Integer, Long> scraped = new TreeMap<>();
      for (Integer status : answers().keySet()) {
        String promql =
            "sum(http_server_request_duration_seconds_count{http_route=\"/api/order\",%s=\"%d\"})"
                .formatted(Scrape.STATUS, status);
        scraped.put(status, (long) prometheus.await(promql, count -> count > 0));
      }
      assertThat(scraped).isEqualTo(answers());
      assertThat(prometheus.query("sum(order_take_calls_total)")).hasValue(ORDERS);
    }
  }
}
