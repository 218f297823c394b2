package io.obs4j.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Judge;
import io.obs4j.judges.PrometheusServer;
import io.obs4j.judges.Sample;
import io.obs4j.judges.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop, in which one step in five fails, watched by a real Prometheus and a real Alertmanager
 * with the files of the stack, in which nothing but addresses is replaced.
 */
@Timeout(400)
@EnabledIfEnvironmentVariable(
    named = "OBS4J_STACK",
    matches = "true",
    disabledReason = "It takes a minute: OBS4J_STACK=true asks for it, as .ci/run does once")
class WatchedShopTest {

  private static final Path STACK = Path.of("stack");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long ALARM_SECONDS = 180;
  private static final String ERRORS = "0.2";

  @TempDir private Path directory;

  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    Collections.reverse(running);
    for (AutoCloseable each : running) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T keep(T started) {
    running.add(started);
    return started;
  }

  private ShopProcess shop(String name, String... options) throws IOException {
    return keep(ShopProcess.service(Map.of(), name, options));
  }

  private ServerProcess server(String program, String ready, String... flags) throws IOException {
    int port = ServerProcess.freePort();
    List<String> command = new ArrayList<>(List.of(Judge.find(program).toString()));
    command.addAll(List.of(flags));
    command.add("--web.listen-address=127.0.0.1:" + port);
    Path log = directory.resolve(program + ".log");
    return keep(ServerProcess.start(command, port, ready, log, PATIENCE));
  }

  /** A copy of a file of the stack with other addresses, each of which must be there. */
  private Path readdressed(String file, Map<String, String> addresses) throws IOException {
    String text = Files.readString(STACK.resolve(file));
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      assertThat(text).containsOnlyOnce(address.getKey());
      text = text.replace(address.getKey(), address.getValue());
    }
    return Files.writeString(directory.resolve(Path.of(file).getFileName()), text);
  }

  private void takeOrders(ShopProcess gateway) {
    LoadGenerator load = new LoadGenerator(gateway.address, 7);
    Thread customers = new Thread(() -> load.run(20, Duration.ofMinutes(5)), "customers");
    customers.start();
    running.add(
        () -> {
          load.stop();
          customers.join();
        });
  }

  private static List<Sample> awaitSamples(PrometheusServer prometheus, String query) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<Sample> samples = prometheus.samples(query);
    while ((samples.isEmpty() || samples.stream().anyMatch(each -> Double.isNaN(each.value())))
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      samples = prometheus.samples(query);
    }
    return samples;
  }

  @Test
  void errors_ofOneStepInFive_reachTheReceiverOfAlertsAndTheDashboard() throws Exception {
    AlertReceiver receiver = keep(new AlertReceiver());
    ShopProcess inventory = shop("inventory", "--errors", ERRORS);
    ShopProcess payment =
        shop("payment", "--errors", ERRORS, "--audit", directory.resolve("audit.log").toString());
    ShopProcess shipping = shop("shipping", "--errors", ERRORS);
    ShopProcess gateway =
        shop(
            "gateway",
            "--inventory",
            inventory.address.toString(),
            "--payment",
            payment.address.toString(),
            "--shipping",
            shipping.address.toString());
    takeOrders(gateway);

    ServerProcess node = server("prometheus-node-exporter", "/metrics");
    Path alerts =
        readdressed(
            "alertmanager/alertmanager.yml", Map.of("127.0.0.1:8088", receiver.authority()));
    ServerProcess alertmanager =
        server(
            "prometheus-alertmanager",
            "/-/ready",
            "--config.file=" + alerts,
            "--storage.path=" + directory.resolve("alerts"),
            "--cluster.listen-address=");
    readdressed("prometheus/shop-alerts.yml", Map.of());
    Map<String, String> addresses = new LinkedHashMap<>();
    addresses.put("127.0.0.1:9093", alertmanager.address().getAuthority());
    addresses.put("127.0.0.1:9100", node.address().getAuthority());
    addresses.put("[127.0.0.1:9464]", "[" + gateway.metrics.getAuthority() + "]");
    addresses.put("[127.0.0.1:9465]", "[" + inventory.metrics.getAuthority() + "]");
    addresses.put("[127.0.0.1:9466]", "[" + payment.metrics.getAuthority() + "]");
    addresses.put("[127.0.0.1:9467]", "[" + shipping.metrics.getAuthority() + "]");
    PrometheusServer prometheus =
        keep(
            PrometheusServer.configured(
                directory, readdressed("prometheus/prometheus.yml", addresses)));

    JsonFields alarm = receiver.await("HttpErrors", "gateway", ALARM_SECONDS);

    assertThat(alarm.get("status")).isEqualTo("firing");
    assertThat(alarm.get("commonLabels.severity")).isEqualTo("critical");
    assertThat(alarm.get("commonAnnotations.summary"))
        .matches("gateway answers \\d\\d\\.?\\d*% of its requests with 5xx");
    List<String> queries = Dashboard.read(STACK.resolve("grafana/dashboards/shop.json")).promql();
    assertThat(queries).hasSizeGreaterThan(20);
    for (String query : queries) {
      assertThat(awaitSamples(prometheus, query))
          .as(query)
          .isNotEmpty()
          .noneMatch(sample -> Double.isNaN(sample.value()));
    }
  }
}
