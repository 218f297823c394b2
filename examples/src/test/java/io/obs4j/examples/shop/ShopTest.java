package io.obs4j.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.PrometheusServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  private static final Pattern REQUESTS =
      Pattern.compile(
          "(?m)^http_requests_total\\{method=\"POST\",route=\"([^\"]+)\",status=\"(\\d+)\"} (\\d+)$");

  private static final Deque<ShopProcess> running = new ArrayDeque<>();
  private static final HttpClient client = HttpClient.newHttpClient();
  private static ShopProcess gateway;
  private static ShopProcess shipping;
  private static String load;

  @BeforeAll
  static void takeOrders() throws Exception {
    ShopProcess inventory = start("inventory", "--errors", "0.05", "--seed", "7");
    ShopProcess payment = start("payment", "--errors", "0.05", "--seed", "7");
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
  }

  private static ShopProcess start(String name, String... options) throws IOException {
    ShopProcess started = ShopProcess.service(name, options);
    running.push(started);
    return started;
  }

  @AfterAll
  static void close() {
    running.forEach(ShopProcess::close);
  }

  private static Map<Integer, Long> answers() {
    return byStatus(ANSWERS.matcher(load).results(), 1);
  }

  private static Map<Integer, Long> counted(String page, String route) {
    return byStatus(
        REQUESTS.matcher(page).results().filter(line -> line.group(1).equals(route)), 2);
  }

  private static Map<Integer, Long> byStatus(Stream<MatchResult> results, int group) {
    Map<Integer, Long> counts = new TreeMap<>();
    results.forEach(
        result ->
            counts.put(
                Integer.valueOf(result.group(group)), Long.valueOf(result.group(group + 1))));
    return counts;
  }

  private static String page(ShopProcess process) throws IOException, InterruptedException {
    URI address = process.metrics.resolve("/metrics");
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  @Test
  void load_sendsAllAndTellsEachAnswer() {
    assertThat(load).startsWith("exit 0\norders sent " + ORDERS + ", ").doesNotContain("not ");
    assertThat(answers()).containsOnlyKeys(Reply.OK, Reply.BAD_GATEWAY);
    assertThat(answers().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(ORDERS);
  }

  @Test
  void gateway_countsExactlyWhatTheLoadWasAnswered() throws Exception {
    String page = page(gateway);
    assertThat(counted(page, "/api/order")).isEqualTo(answers());
    assertThat(page)
        .contains("\nhttp_requests_active 0\n")
        .contains(
            "\nhttp_request_duration_seconds_count{method=\"POST\",route=\"/api/order\"} 200\n")
        .contains("\norder_amount_count " + answers().get(Reply.OK) + '\n')
        .containsPattern("\nusers_active [1-9]")
        .contains("\njvm_memory_used_bytes{", "\nprocess_uptime_seconds{")
        .contains("service_name=\"gateway\"");
  }

  @Test
  void shipping_completesWhatTheGatewayCompletes() throws Exception {
    assertThat(counted(page(shipping), "/shipping/arrange"))
        .containsEntry(Reply.OK, answers().get(Reply.OK));
  }

  @Test
  void prometheus_countsExactlyWhatTheLoadWasAnswered(@TempDir Path directory) throws Exception {
    List<String> targets = running.stream().map(each -> each.metrics.getAuthority()).toList();
    try (PrometheusServer prometheus = PrometheusServer.start(directory, targets, List.of())) {
      prometheus.await("count(up == 1)", up -> up == targets.size());
      Map<Integer, Long> scraped = new TreeMap<>();
      for (Integer status : answers().keySet()) {
        String promql =
            "sum(http_requests_total{route=\"/api/order\",status=\"%d\"})".formatted(status);
        scraped.put(status, (long) prometheus.await(promql, count -> count > 0));
      }
      assertThat(scraped).isEqualTo(answers());
      assertThat(prometheus.query("sum(http_requests_total{route=\"/api/order\"})"))
          .hasValue(ORDERS);
    }
  }
}
